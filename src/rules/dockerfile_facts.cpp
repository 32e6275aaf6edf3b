// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

#include "base/text.hpp"
#include "rules/shown_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::rules {
namespace {

/// Options that take the next word, by tool.
bool takes_value(std::string_view tool, std::string_view option) {
  using Options = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Options, 18> table = {{
      {"apt-get", " -o -c -t --option --config-file --target-release --default-release "},
      {"apt", " -o -c -t --option --target-release "},
      {"apk", " -t --virtual -X --repository -p --root --keys-dir --cache-dir "},
      {"pip", " -r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links "
              "-t --target --prefix --trusted-host --proxy --timeout --retries --cache-dir --root "
              "--platform --python-version --log -e --editable "
              "--root-user-action --upgrade-strategy --progress-bar --src --abi "},
      {"npm", " --prefix --registry --loglevel --cache -C "},
      {"yum", " -c --config -x --exclude --enablerepo --disablerepo --installroot --releasever "},
      {"dnf", " -c --config -x --exclude --enablerepo --disablerepo --installroot --releasever "},
      {"zypper", " -c --config -R --root -t --type -r --repo "},
      {"yarn", " --cwd --registry --cache-folder --network-timeout --mutex "},
      {"pnpm", " --dir -C --registry --store-dir --filter -F "},
      {"bun", " --cwd --registry "},
      {"composer", " -d --working-dir "},
      {"bundle", " --gemfile --jobs -j --without --with --path --retry "},
      {"cargo",
       " --version --vers --features -F --root --path --git --branch --tag --rev -j --jobs "
       "--target --bin -p --package --profile --target-dir --manifest-path "},
      {"go", " -o -ldflags -tags -mod -C -gcflags -asmflags -p "},
      {"poetry", " --only --with --without -E --extras -C --directory "},
      {"uv", " --python -p --group --extra --index-url --index --project --directory --link-mode "},
      {"gem", " -v --version -i --install-dir -n --bindir -s --source "},
  }};
  for (const auto& [name, options] : table) {
    if (tool == name || (name == "dnf" && (tool == "microdnf" || tool == "tdnf"))) {
      return base::contains(options, " " + std::string(option) + " ");
    }
  }
  return false;
}

std::string tool_of(const model::ShellCommand& command, std::size_t& first) {
  first = 1;
  // The wrappers of tonistiigi/xx take the same words.
  const std::string_view name = command.name;
  if (name == "xx-apt" || name == "xx-apt-get" || name == "xx-apk") {
    return std::string(name.substr(3));
  }
  if ((command.name.starts_with("python") || command.name.starts_with("pypy"))
      && command.words.size() > 2) {
    for (std::size_t i = 1; i + 1 < command.words.size(); ++i) {
      if (command.words[i].text == "-m" && command.words[i + 1].text == "pip") {
        first = i + 2;
        return "pip";
      }
    }
    return {};
  }
  if (command.name.starts_with("pip") && command.name != "pipenv" && command.name != "pipx") {
    return "pip";
  }
  constexpr std::array<std::string_view, 29> tools = {
      "aptitude", "apt-get", "apt",        "apk",    "yum",  "dnf", "microdnf", "tdnf",
      "zypper",   "pacman",  "npm",        "yarn",   "pnpm", "gem", "bun",      "composer",
      "bundle",   "cargo",   "go",         "poetry", "uv",   "pdm", "pipenv",   "pecl",
      "conda",    "mamba",   "micromamba", "brew",   "npx"};
  if (command.name == "bundler") {
    return "bundle";
  }
  return std::find(tools.begin(), tools.end(), command.name) != tools.end() ? command.name : "";
}

bool is_below(std::string_view path, std::string_view folder) {
  return path == folder
         || (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

constexpr std::size_t longest_looked_at = 1'000;

std::string stage_key(const model::Stage& stage) {
  return stage.name.empty() ? "stage " + std::to_string(stage.index) : "stage " + stage.name;
}

} // namespace

std::vector<Placed> placed(const model::DockerfileUse& use) {
  return placed(use, "");
}

std::vector<Placed> placed(const model::DockerfileUse& use, std::string_view name) {
  std::vector<bool> final(use.dockerfile.stages.size(), false);
  for (const model::Stage* stage : use.final_chain()) {
    final[stage->index] = true;
  }
  std::vector<Placed> out;
  for (const model::Stage& stage : use.dockerfile.stages) {
    for (std::size_t i = stage.first; i < stage.last && i < use.dockerfile.instructions.size();
         ++i) {
      if (name.empty() || use.dockerfile.instructions[i].name == name) {
        out.push_back({use.dockerfile.instructions[i], i, stage, final[stage.index]});
      }
    }
  }
  return out;
}

ImageName image_under(const model::DockerfileUse& use, const model::Stage& stage) {
  const model::Stage* at_stage = &stage;
  for (std::size_t steps = 0; at_stage->parent && steps < use.dockerfile.stages.size(); ++steps) {
    at_stage = &use.dockerfile.stages[*at_stage->parent];
  }
  return parse_image_name(at_stage->base_resolved);
}

bool names_image(const model::DockerfileUse& /*use*/, const model::Stage& stage) {
  return !stage.parent && !stage.base_resolved.empty() && stage.base_resolved != "scratch"
         && stage.base_resolved.find('$') == std::string::npos;
}

bool is_final(const model::DockerfileUse& use, const model::Stage& stage) {
  const auto chain = use.final_chain();
  return std::find(chain.begin(), chain.end(), &stage) != chain.end();
}

bool is_development(const model::DockerfileUse& use) {
  const std::string file = base::to_lower(use.dockerfile.file.str());
  const std::string name = file.substr(file.rfind('/') + 1);
  const model::Stage* target = use.target_stage();
  const auto is_word = [](std::string_view word) {
    return word == "dev" || word == "development" || word == "test" || word == "tests"
           || word == "debug" || word == "local" || word == "devel" || word == "devcontainer";
  };
  // dev-envs, app-dev
  const auto is_dev_name = [&](std::string_view stage) {
    return is_word(stage) || is_word(stage.substr(0, stage.find_first_of("-_")))
           || is_word(stage.substr(stage.find_last_of("-_") + 1));
  };
  for (const std::string_view part : base::split(name, '.')) {
    if (is_word(part)) {
      return true;
    }
  }
  return base::contains(file, ".devcontainer/") || (target != nullptr && is_dev_name(target->name));
}

std::vector<PackageCall> package_calls(const model::Instruction& run) {
  std::vector<PackageCall> out;
  for (const model::ShellCommand& command : run.commands) {
    std::size_t first = 1;
    std::string tool = tool_of(command, first);
    if (tool.empty()) {
      continue;
    }
    PackageCall call;
    call.tool = std::move(tool);
    call.command = &command;
    for (std::size_t i = first; i < command.words.size(); ++i) {
      const std::string& word = command.words[i].text;
      if (word.starts_with('-') && word.size() > 1) {
        i += takes_value(call.tool, word) ? 1U : 0U;
      } else if (call.verb.empty()) {
        call.verb = word;
      } else {
        call.operands.push_back(&command.words[i]);
      }
    }
    if (call.tool == "pacman") {
      call.verb = has_short(command, 'S') ? "install" : call.verb;
    }
    out.push_back(std::move(call));
  }
  return out;
}

bool has_short(const model::ShellCommand& command, char option) {
  return std::any_of(command.words.begin(), command.words.end(), [&](const model::ShellWord& word) {
    const std::string& text = word.text;
    return text.size() > 1 && text[0] == '-' && text[1] != '-'
           && text.substr(0, text.find('=')).find(option) != std::string::npos;
  });
}

bool mounts_over(const model::Instruction& run, std::string_view path) {
  return std::any_of(run.flags.begin(), run.flags.end(), [&](const model::Word& flag) {
    if (!flag.text.starts_with("--mount=")) {
      return false;
    }
    bool kind = false;
    bool covers = false;
    for (const std::string_view field : base::split(std::string_view(flag.text).substr(8), ',')) {
      const std::size_t equal = field.find('=');
      const std::string_view name = field.substr(0, equal);
      std::string_view value = equal == std::string_view::npos ? "" : field.substr(equal + 1);
      while (value.size() > 1 && value.ends_with('/')) {
        value.remove_suffix(1);
      }
      kind = kind || (name == "type" && (value == "cache" || value == "tmpfs"));
      covers = covers
               || ((name == "target" || name == "dst" || name == "destination")
                   && is_below(path, value));
    }
    return kind && covers;
  });
}

bool removes(const model::Instruction& run, std::string_view path, std::size_t first) {
  for (std::size_t i = first; i < run.commands.size(); ++i) {
    const model::ShellCommand& command = run.commands[i];
    const bool deletes = command.name == "rm" || (command.name == "find" && command.has("-delete"));
    for (const model::ShellWord& word : command.words) {
      std::string_view text = word.text;
      while (text.ends_with('*') || (text.size() > 1 && text.ends_with('/'))) {
        text.remove_suffix(1);
      }
      if (deletes && text.size() > 1 && is_below(path, text)) {
        return true;
      }
    }
  }
  return false;
}

std::string text_of(const model::ShellCommand& command) {
  std::string out;
  for (const model::ShellWord& word : command.words) {
    out += (out.empty() ? "" : " ") + word.text;
  }
  return base::truncate(base::printable(out), 100);
}

Issue about(const model::ShellCommand& command, const Placed& where, Severity severity,
            std::string message, std::string remedy) {
  Issue issue;
  issue.severity = severity;
  issue.message = std::move(message);
  std::string text;
  for (const model::ShellWord& word : command.words) {
    text += (text.empty() ? "" : " ") + word.text;
  }
  issue.evidence = {
      at(command.span.known() ? command.span : where.instruction.span, shown_text(text))};
  issue.remedy = std::move(remedy);
  issue.key = stage_key(where.stage) + "|" + where.instruction.name + " " + text_of(command);
  return issue;
}

Issue about(const Placed& where, Severity severity, std::string message, std::string remedy) {
  Issue issue;
  issue.severity = severity;
  issue.message = std::move(message);
  // A line may be as long as a file; what is shown is its beginning.
  const std::string whole =
      where.instruction.name + " " + where.instruction.original.substr(0, longest_looked_at);
  const std::string text = base::truncate(base::printable(whole), 100);
  issue.evidence = {at(where.instruction.span, shown_text(whole))};
  issue.remedy = std::move(remedy);
  issue.key = stage_key(where.stage) + "|" + text;
  return issue;
}

Issue about(const model::Stage& stage, Severity severity, std::string message, std::string remedy) {
  Issue issue;
  issue.severity = severity;
  issue.message = std::move(message);
  issue.evidence = {at(stage.span, "FROM " + stage.base.text)};
  issue.remedy = std::move(remedy);
  issue.key = stage_key(stage);
  return issue;
}

Severity lowered(Severity severity) {
  return severity == Severity::info ? severity
                                    : static_cast<Severity>(static_cast<int>(severity) - 1);
}

Verdict judge_base_images(const model::DockerfileUse& use, const BaseLook& look) {
  std::vector<Issue> issues;
  for (const model::Stage& stage : use.dockerfile.stages) {
    if (names_image(use, stage)) {
      look(stage, parse_image_name(stage.base_resolved), issues);
    }
  }
  return from_issues(std::move(issues));
}

Verdict judge_commands(const model::DockerfileUse& use, const CommandLook& look) {
  std::vector<Issue> issues;
  for (const Placed& run : placed(use, "RUN")) {
    for (const model::ShellCommand& command : run.instruction.commands) {
      look(command, run, issues);
    }
  }
  return from_issues(std::move(issues));
}

Verdict judge_instructions(const model::DockerfileUse& use, std::string_view name,
                           const RunLook& look) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use, name)) {
    look(item, issues);
  }
  return from_issues(std::move(issues));
}

} // namespace secaudit::rules
