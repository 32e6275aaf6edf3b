// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/commands.hpp"

#include "base/text.hpp"
#include "project/dockerfile/shell/view.hpp"

namespace secaudit::project::dockerfile {

bool windows_image(std::string_view name) {
  const std::string lower = base::to_lower(name);
  return base::contains(lower, "windowsservercore") || base::contains(lower, "nanoserver")
         || base::contains(lower, "mcr.microsoft.com/windows")
         || base::contains(lower, "dotnet/framework");
}

std::vector<model::ShellCommand> read_commands(const Parsed& parsed, const Scope& scope,
                                               const std::optional<std::vector<std::string>>& shell,
                                               bool windows) {
  const model::Instruction& instruction = parsed.instruction;
  std::vector<Located> texts = parsed.texts;
  if (instruction.name == "HEALTHCHECK") {
    if (texts.size() < 2 || !base::equals_ignoring_case(texts.front().text(), "CMD")) {
      return {};
    }
    texts.erase(texts.begin());
  } else if (instruction.name != "RUN" && instruction.name != "CMD"
             && instruction.name != "ENTRYPOINT") {
    return {};
  }
  // What CMD and the like run sees the environment of the container, without the build's arguments.
  const bool build = instruction.name == "RUN";
  const shell::Values values = [&](std::string_view name) -> std::optional<std::string> {
    return build || scope.is_environment(name) ? scope.find(name) : std::nullopt;
  };
  if (texts.empty()) {
    return {};
  }
  if (instruction.json) {
    return shell::read_argv(texts, values);
  }
  shell::Language language = windows ? shell::Language::cmd : shell::Language::posix;
  if (shell && !shell->empty()) {
    language = shell::language_of(shell->front());
  }
  return shell::read_script(texts.front(), language, values, parsed.heredocs);
}

} // namespace secaudit::project::dockerfile
