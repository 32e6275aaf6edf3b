// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    const auto operands = command.operands();
    const bool link = command.name == "ln" && operands.size() > 1 && operands.back() == "/bin/sh";
    const bool move = one_of(command.name, {"mv", "cp", "rm"}) && !operands.empty()
                      && operands.back() == "/bin/sh";
    if (link || move) {
      issues.push_back(about(command, where, Severity::low,
                             "/bin/sh is another program than the distribution's scripts were made "
                             "for.",
                             "Write `SHELL [\"/bin/bash\", \"-c\"]`."));
    }
  });
}

} // namespace

Rule DF807() {
  return {.id = "DF807",
          .name = "shell-by-link",
          .title = "The shell is exchanged by a link",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL4005", "KICS changing_default_shell_using_run_command"},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
