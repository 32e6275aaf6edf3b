// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool needs_shell(const model::Instruction& instruction) {
  return instruction.original.find_first_of("$|&;<>*`(") != std::string::npos;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    const model::Instruction& instruction = item.instruction;
    if (!one_of(instruction.name, {"CMD", "ENTRYPOINT"}) || instruction.json
        || instruction.commands.empty() || (!item.final && !context.strict)) {
      continue;
    }
    const std::string_view text = base::trim(instruction.original);
    const bool own_shell =
        std::any_of(use.dockerfile.instructions.begin(), use.dockerfile.instructions.end(),
                    [](const auto& other) { return other.name == "SHELL"; });
    // DF004 has a word for broken arrays.
    if (text.starts_with("exec ") || text.starts_with('[') || own_shell
        || shell_at(use, item) != ShellKind::posix) {
      continue;
    }
    const bool one_word = text.find_first_of(" \t") == std::string_view::npos;
    const Severity severity = one_word                           ? Severity::info
                              : instruction.name == "ENTRYPOINT" ? Severity::medium
                                                                 : Severity::low;
    issues.push_back(
        about(item, severity,
              instruction.name
                  + " in shell form makes a shell the main process: stop "
                    "signals do not reach the program"
                  + std::string(instruction.name == "ENTRYPOINT" ? ", and CMD is ignored." : "."),
              needs_shell(instruction) ? "Write `exec` in front of the program, or a start script."
                                       : "Write it as a JSON array: [\"program\", \"argument\"]."));
  }
  return from_issues(std::move(issues), "exec form");
}

} // namespace

Rule DF621() {
  return {.id = "DF621",
          .name = "shell-form",
          .title = "The start command goes through a shell",
          .severity = Severity::low,
          .items = {"H7"},
          .controls = {"hadolint DL3025", "KICS not_using_json_in_cmd_and_entrypoint_arguments",
                       "BuildKit JSONArgsRecommended", "SonarSource S7019"},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
