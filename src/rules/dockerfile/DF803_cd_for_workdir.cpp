// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    for (const model::ShellCommand& command : run.instruction.commands) {
      if (command.name == "cd" && command.depth == 0) {
        issues.push_back(about(command, run, Severity::info,
                               "cd holds for this RUN only and hides where the commands work.",
                               "Use WORKDIR."));
        return;
      }
    }
  });
}

} // namespace

Rule DF803() {
  return {
      .id = "DF803",
      .name = "cd-for-workdir",
      .title = "cd instead of WORKDIR",
      .severity = Severity::info,
      .items = {"H2"},
      .controls = {"hadolint DL3003", "trivy DS-0013", "KICS run_command_cd_instead_of_workdir"},
      .tags = {"dockerfile", "hygiene"},
      .fix = Fix::suggestion,
      .strict_only = true,
      .check = check};
}

} // namespace secaudit::rules
