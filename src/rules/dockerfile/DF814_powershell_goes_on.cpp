// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool stops(const model::DockerfileUse& use, const Placed& run) {
  if (base::contains_ignoring_case(run.instruction.original, "ErrorActionPreference")) {
    return true;
  }
  const model::Instruction* shell = shell_instruction_at(use, run);
  return shell != nullptr && base::contains_ignoring_case(shell->original, "ErrorActionPreference");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [&](const Placed& run, std::vector<Issue>& issues) {
    const bool called = std::any_of(
        run.instruction.commands.begin(), run.instruction.commands.end(), [](const auto& command) {
          return std::any_of(command.wrappers.begin(), command.wrappers.end(), [](const auto& w) {
            return base::contains(w, "powershell") || base::contains(w, "pwsh");
          });
        });
    if ((called || shell_at(use, run) == ShellKind::powershell) && !stops(use, run)
        && issues.empty()) {
      issues.push_back(
          about(run, Severity::low,
                "PowerShell goes on after most errors; the build succeeds with half of "
                "the work.",
                "Write `SHELL [\"powershell\", \"-Command\", \"$ErrorActionPreference = "
                "'Stop';\"]`."));
    }
  });
}

} // namespace

Rule DF814() {
  return {.id = "DF814",
          .name = "powershell-goes-on",
          .title = "PowerShell goes on after errors",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
