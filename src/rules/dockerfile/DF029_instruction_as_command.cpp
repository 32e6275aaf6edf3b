// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    if (one_of(command.name, {"RUN", "CMD", "COPY", "ADD", "ENV", "WORKDIR", "ENTRYPOINT", "USER",
                              "EXPOSE", "FROM", "ARG"})) {
      issues.push_back(about(command, where, Severity::high,
                             command.name
                                 + " is an instruction of the builder, but the shell gets "
                                   "it as a command here and does not find it.",
                             "Begin a new instruction: the line before must not end with `\\` or "
                             "`&&`."));
    }
  });
}

} // namespace

Rule DF029() {
  return {.id = "DF029",
          .name = "instruction-as-command",
          .title = "An instruction stands inside a RUN",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
