// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/official_images.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace secaudit::rules {

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_copy(const model::Instruction& instruction) {
  return instruction.name == "COPY" || instruction.name == "ADD";
}

std::string unquoted(std::string_view word) {
  const bool quoted = word.size() > 1 && (word.front() == '"' || word.front() == '\'')
                      && word.back() == word.front();
  return std::string(quoted ? word.substr(1, word.size() - 2) : word);
}

std::vector<std::string> copy_sources(const model::Instruction& copy) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i + 1 < copy.arguments.size(); ++i) {
    const std::string& text = copy.arguments[i].text;
    if (!text.starts_with("<<")) {
      out.push_back(unquoted(text));
    }
  }
  return out;
}

std::string copy_destination(const model::Instruction& copy) {
  return copy.arguments.size() < 2 ? std::string{} : unquoted(copy.arguments.back().text);
}

bool is_wide_source(std::string_view source) {
  return one_of(source, {".", "./", "/", "*", "./*", "/*", "./."});
}

bool is_address(std::string_view text) {
  const std::size_t scheme = text.find("://");
  return (scheme != std::string_view::npos && scheme > 1
          && text.substr(0, scheme).find_first_of("/$ ") == std::string_view::npos)
         || text.starts_with("git@");
}

const model::Instruction* shell_instruction_at(const model::DockerfileUse& use,
                                               const Placed& where) {
  const model::Stage* stage = &where.stage;
  for (std::size_t steps = 0;
       stage != nullptr && stage->shell && steps <= use.dockerfile.stages.size(); ++steps) {
    const std::size_t end = stage == &where.stage ? where.index : stage->last;
    if (*stage->shell < end) {
      return &use.dockerfile.instructions[*stage->shell];
    }
    // A SHELL further down: the one in force stands above, or in the parent.
    for (std::size_t i = end; i-- > stage->first;) {
      if (use.dockerfile.instructions[i].name == "SHELL") {
        return &use.dockerfile.instructions[i];
      }
    }
    stage = stage->parent ? &use.dockerfile.stages[*stage->parent] : nullptr;
  }
  return nullptr;
}

ShellKind shell_at(const model::DockerfileUse& use, const Placed& where) {
  const model::Instruction* given = shell_instruction_at(use, where);
  if (given == nullptr || given->arguments.empty()) {
    if (use.dockerfile.escape == '`') {
      return ShellKind::cmd;
    }
    const std::string image = base::to_lower(image_under(use, where.stage).repository());
    const bool windows =
        image.starts_with("mcr.microsoft.com/windows") || base::contains(image, "nanoserver")
        || base::contains(image, "windowsservercore") || base::contains(image, "dotnet/framework");
    return windows ? ShellKind::cmd : ShellKind::posix;
  }
  const std::string shell = base::to_lower(given->arguments.front().text);
  if (base::contains(shell, "powershell") || base::contains(shell, "pwsh")) {
    return ShellKind::powershell;
  }
  return shell.ends_with("cmd") || shell.ends_with("cmd.exe") ? ShellKind::cmd : ShellKind::posix;
}

void Folders::take(const Placed& item) {
  const model::Instruction& instruction = item.instruction;
  if (instruction.name == "FROM") {
    const auto parent = item.stage.parent;
    folder_ = parent && left_.contains(*parent) ? left_[*parent] : "/";
  } else if (instruction.name == "WORKDIR" && !instruction.arguments.empty()) {
    folder_ = absolute(instruction.arguments.front().text);
    // Longer than any system takes: not worth following.
    folder_ = folder_.size() > 4096 ? "/" : folder_;
  }
  left_[item.stage.index] = folder_;
}

std::string Folders::absolute(std::string_view path) const {
  return base::clean_path(path.starts_with('/') ? std::string(path)
                                                : folder_ + "/" + std::string(path));
}

const model::Service* service_of(const model::DockerfileUse& use, const Context& context) {
  return context.subjects.project && !use.service.empty()
             ? context.subjects.project->service(use.service)
             : nullptr;
}

const model::Stage* deployed_stage(const model::DockerfileUse& use) {
  return is_development(use) ? nullptr : use.target_stage();
}

std::vector<const model::ShellCommand*> start_commands(const model::DockerfileUse& use,
                                                       const model::Stage& stage) {
  std::vector<const model::ShellCommand*> out;
  for (const auto& index : {stage.entrypoint, stage.command}) {
    if (index && *index < use.dockerfile.instructions.size()) {
      for (const model::ShellCommand& command : use.dockerfile.instructions[*index].commands) {
        out.push_back(&command);
      }
    }
  }
  return out;
}

bool has_any(const model::ShellCommand& command, std::initializer_list<std::string_view> options) {
  return std::any_of(options.begin(), options.end(),
                     [&](std::string_view option) { return command.has(option); });
}

std::optional<std::string> option_value(const model::ShellCommand& command,
                                        std::initializer_list<std::string_view> names) {
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    const std::string& text = command.words[i].text;
    for (const std::string_view name : names) {
      if (text == name) {
        return i + 1 < command.words.size() ? command.words[i + 1].text : std::string{};
      }
      if (text.size() > name.size() && text.starts_with(name) && text[name.size()] == '=') {
        return text.substr(name.size() + 1);
      }
    }
  }
  return std::nullopt;
}

std::vector<MountFields> mounts_of(const model::Instruction& run) {
  std::vector<MountFields> out;
  for (const model::Word& flag : run.flags) {
    if (!flag.text.starts_with("--mount=")) {
      continue;
    }
    MountFields mount;
    mount.flag = &flag;
    for (const std::string_view field : base::split(std::string_view(flag.text).substr(8), ',')) {
      const std::size_t equal = field.find('=');
      const std::string_view name = field.substr(0, equal);
      const std::string value(equal == std::string_view::npos ? "" : field.substr(equal + 1));
      if (name == "type") {
        mount.type = value;
      } else if (name == "from") {
        mount.from = value;
      } else if (name == "source" || name == "src") {
        mount.source = value;
      } else if (name == "target" || name == "dst" || name == "destination") {
        mount.target = value;
      } else if (name == "mode") {
        mount.mode = value;
      }
    }
    out.push_back(std::move(mount));
  }
  return out;
}

std::optional<std::string> value_at(const model::DockerfileUse& /*use*/, const Placed& where,
                                    std::string_view name) {
  for (const auto* list : {&where.stage.environment, &where.stage.arguments}) {
    for (const model::DockerVariable& variable : *list) {
      if (variable.name == name && variable.instruction < where.index) {
        return variable.value.value_or(variable.raw);
      }
    }
  }
  return std::nullopt;
}

std::vector<std::string> variables_in(std::string_view text, char escape) {
  std::vector<std::string> out;
  bool literal = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == escape) {
      ++i;
    } else if (text[i] == '\'') {
      literal = !literal;
    } else if (text[i] == '$' && !literal && i + 1 < text.size()) {
      const bool braces = text[i + 1] == '{';
      const std::size_t begin = i + (braces ? 2 : 1);
      std::size_t end = begin;
      while (end < text.size()
             && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_')) {
        ++end;
      }
      const std::string_view behind = text.substr(end);
      const bool fallback = braces
                            && (behind.starts_with(":-") || behind.starts_with("-")
                                || behind.starts_with(":+") || behind.starts_with("+"));
      if (end > begin && !fallback && std::isdigit(static_cast<unsigned char>(text[begin])) == 0) {
        out.emplace_back(text.substr(begin, end - begin));
      }
      i = end - 1;
    }
  }
  return out;
}

bool is_builtin_argument(std::string_view name) {
  constexpr std::array<std::string_view, 10> fixed = {
      "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY",
      "ftp_proxy",  "NO_PROXY",   "no_proxy",    "ALL_PROXY",   "all_proxy"};
  return name.starts_with("TARGET") || name.starts_with("BUILDPLATFORM")
         || name.starts_with("BUILDOS") || name.starts_with("BUILDARCH")
         || name.starts_with("BUILDVARIANT") || name.starts_with("BUILDKIT_")
         || name == "SOURCE_DATE_EPOCH"
         || std::find(fixed.begin(), fixed.end(), name) != fixed.end();
}

std::set<std::size_t> reachable_stages(const model::DockerfileUse& use) {
  std::set<std::size_t> seen;
  std::vector<std::size_t> open;
  if (use.target) {
    open.push_back(*use.target);
  }
  while (!open.empty()) {
    const std::size_t index = open.back();
    open.pop_back();
    if (index >= use.dockerfile.stages.size() || !seen.insert(index).second) {
      continue;
    }
    const model::Stage& stage = use.dockerfile.stages[index];
    if (stage.parent) {
      open.push_back(*stage.parent);
    }
    for (std::size_t i = stage.first; i < stage.last; ++i) {
      const model::Instruction& instruction = use.dockerfile.instructions[i];
      std::vector<std::string> names;
      if (const auto from = instruction.flag("from")) {
        names.push_back(*from);
      }
      for (const MountFields& mount : mounts_of(instruction)) {
        names.push_back(mount.from);
      }
      for (const std::string& name : names) {
        if (const model::Stage* other = use.dockerfile.stage(base::to_lower(name))) {
          open.push_back(other->index);
        }
      }
    }
  }
  return seen;
}

Verdict judge_packages(const model::DockerfileUse& use, const PackageLook& look) {
  return judge_instructions(use, "RUN", [&](const Placed& run, std::vector<Issue>& issues) {
    for (const PackageCall& call : package_calls(run.instruction)) {
      look(call, run, issues);
    }
  });
}

Severity by_place(const Placed& where, Severity final) {
  return where.final ? final : lowered(final);
}

std::vector<SourceImage> source_images(const model::DockerfileUse& use, const Context& context) {
  std::vector<SourceImage> out;
  const model::Service* service = service_of(use, context);
  const model::Node* contexts =
      service == nullptr ? nullptr : service->node.at("build.additional_contexts");
  for (const Placed& item : placed(use)) {
    std::vector<std::string> names;
    if (const auto from = item.instruction.flag("from")) {
      names.push_back(*from);
    }
    for (const MountFields& mount : mounts_of(item.instruction)) {
      names.push_back(mount.from);
    }
    for (const std::string& from : names) {
      const bool number = from.find_first_not_of("0123456789") == std::string::npos;
      if (from.empty() || number || from == "scratch" || from.find('$') != std::string::npos
          || use.dockerfile.stage(base::to_lower(from)) != nullptr
          || (contexts != nullptr && contexts->find(from) != nullptr)) {
        continue;
      }
      ImageName image = parse_image_name(from);
      // A bare word that is no image at all is a slip that DF008 tells.
      const bool bare = image.registry == "docker.io" && image.path.find('/') == std::string::npos;
      if (bare && image.digest.empty() && !is_official_image(image.path)) {
        continue;
      }
      out.push_back({item, from, std::move(image)});
    }
  }
  return out;
}

} // namespace secaudit::rules
