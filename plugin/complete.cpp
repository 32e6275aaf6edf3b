// SPDX-License-Identifier: Apache-2.0
#include "plugin/complete.hpp"

#include "audit/checklist/titles.hpp"
#include "base/text.hpp"
#include "project/compose/load.hpp"
#include "rules/catalogue.hpp"

#include <algorithm>
#include <utility>

#include "plugin/commands.hpp"
#include "plugin/load_request.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

// cobra's directives (docker.md A6).
constexpr int no_files = 4;
constexpr int by_extension = 8;

struct Answer {
  std::vector<std::pair<std::string, std::string>> candidates; ///< value, description
  int directive = no_files;
};

/// Where the words before the last one have led.
struct Place {
  const CommandInfo* command = nullptr;
  const CommandInfo::Flag* wants_value = nullptr;
  host::ComposeFlags flags;
  bool unknown = false;
};

void note_value(Place& place, const std::string& flag, const std::string& value) {
  if (flag == "file") {
    place.flags.files.push_back(value);
  } else if (flag == "project-directory") {
    place.flags.project_directory = value;
  }
}

Place walk(const CommandInfo& root, const std::vector<std::string>& words) {
  Place place{&root, nullptr, {}, false};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    if (place.wants_value != nullptr) {
      note_value(place, std::exchange(place.wants_value, nullptr)->name, word);
    } else if (word.starts_with('-')) {
      const auto* flag = place.command->flag(word.substr(0, word.find('=')));
      if (flag != nullptr && !flag->value.empty() && word.find('=') == std::string::npos) {
        place.wants_value = flag;
      } else if (flag != nullptr && word.find('=') != std::string::npos) {
        note_value(place, flag->name, word.substr(word.find('=') + 1));
      }
    } else if (!place.command->commands.empty()) {
      const CommandInfo* child = place.command->find(word);
      place.unknown = child == nullptr;
      place.command = child == nullptr ? place.command : child;
    }
  }
  return place;
}

Answer of_value(const CommandInfo::Flag& flag) {
  Answer answer;
  for (const std::string& choice : flag.choices) {
    answer.candidates.emplace_back(choice, "");
  }
  if (flag.name == "file" || flag.name == "config") {
    answer.candidates = {{"yaml", ""}, {"yml", ""}};
    answer.directive = by_extension;
  } else if (flag.file) {
    answer.directive = 0;
  }
  return answer;
}

Answer of_services(const host::Host& host, const host::ComposeFlags& flags) {
  Answer answer;
  const auto request = load_request(host, flags);
  if (const auto project = project::compose::load(host, request)) {
    for (const model::Service& service : project->services) {
      answer.candidates.emplace_back(service.name, service.image_name);
    }
  }
  return answer;
}

/// The names of the engine's images, when it answers at once; a completion must not hang.
Answer of_images(const host::Host& host) {
  Answer answer;
  answer.directive = 0; // archives and folders are images, too
  const auto docker = host.find_program("docker");
  if (!docker) {
    return answer;
  }
  host::Command command;
  command.argv = {*docker, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}"};
  command.timeout = std::chrono::milliseconds(1500);
  const auto result = host.run(command);
  if (!result || !result->ok()) {
    return answer;
  }
  for (const std::string_view line : base::lines(result->output)) {
    if (!base::contains(line, "<none>")) {
      answer.candidates.emplace_back(line, "");
    }
  }
  return answer;
}

Answer of_operand(const host::Host& host, const Place& place) {
  const std::string& kind = place.command->operand;
  Answer answer;
  if (kind == "service") {
    return of_services(host, place.flags);
  }
  if (kind == "image") {
    return of_images(host);
  }
  if (kind == "rule") {
    for (const rules::Entry& entry : rules::catalogue()) {
      answer.candidates.emplace_back(entry.rule.id, entry.rule.title);
    }
  } else if (kind == "item") {
    for (const char letter : {'C', 'H'}) {
      for (int number = 1; number <= 16; ++number) {
        const std::string id = letter + std::to_string(number);
        if (const std::string_view title = audit::title_of(id); !title.empty()) {
          answer.candidates.emplace_back(id, title);
        }
      }
    }
  } else if (kind == "shell") {
    answer.candidates = {{"bash", ""}, {"zsh", ""}, {"fish", ""}};
  } else if (kind == "path" || kind == "advisories" || kind == "report") {
    answer.directive = 0;
  }
  return answer;
}

Answer answer_for(const host::Host& host, const CommandInfo& root,
                  const std::vector<std::string>& words) {
  const Place place = walk(root, words);
  const std::string& last = words.back();
  if (place.wants_value != nullptr) {
    return of_value(*place.wants_value);
  }
  Answer answer;
  if (place.unknown) {
    return answer;
  }
  if (last.starts_with('-')) {
    const std::size_t equals = last.find('=');
    if (equals != std::string::npos) {
      const auto* flag = place.command->flag(last.substr(0, equals));
      answer = flag == nullptr ? answer : of_value(*flag);
      if (answer.directive != by_extension) {
        for (auto& candidate : answer.candidates) {
          candidate.first = last.substr(0, equals + 1) + candidate.first;
        }
      }
      return answer;
    }
    for (const auto& flag : place.command->flags) {
      answer.candidates.emplace_back("--" + flag.name, flag.description);
    }
    answer.candidates.emplace_back("--help", "Show the help");
    return answer;
  }
  if (!place.command->commands.empty()) {
    for (const CommandInfo& child : place.command->commands) {
      answer.candidates.emplace_back(child.name, child.description);
    }
    return answer;
  }
  return of_operand(host, place);
}

/// Names are data: one that holds control characters is offered to no shell.
bool is_safe(const std::string& value) {
  return !value.empty() && base::printable(value) == value;
}

} // namespace

std::string completions(const host::Host& host, const std::vector<std::string>& words) {
  std::vector<std::string> all = words;
  if (all.empty()) {
    all.emplace_back();
  }
  const CommandInfo root = describe_commands();
  const Answer answer = answer_for(host, root, all);
  std::string text;
  for (const auto& [value, description] : answer.candidates) {
    const bool fits = answer.directive == by_extension || value.starts_with(all.back());
    if (fits && is_safe(value)) {
      text += value + (description.empty() ? "" : "\t" + base::printable(description)) + "\n";
    }
  }
  return text + ":" + std::to_string(answer.directive) + "\n";
}

int run_complete(const host::Host& host, const std::vector<std::string>& words) {
  // After an exit code other than 0 docker adds a directive of its own.
  return print(completions(host, words)) ? exit_codes::clean : exit_codes::findings;
}

} // namespace secaudit::plugin
