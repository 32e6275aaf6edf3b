// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool sets_pipefail(const model::DockerfileUse& use, const Placed& run) {
  const model::Instruction* shell = shell_instruction_at(use, run);
  return (shell != nullptr && base::contains(shell->original, "pipefail"))
         || base::contains(run.instruction.original, "pipefail");
}

/// PowerShell and cmd stop by rules of their own.
bool other_shell(const model::DockerfileUse& use, const Placed& run) {
  return shell_at(use, run) != ShellKind::posix
         || (!run.instruction.commands.empty() && run.instruction.commands.front().name == "pwsh");
}

bool checks_itself(const model::ShellCommand& command) {
  return command.name == "grep" || command.name == "sha256sum" || command.name == "sha512sum"
         || command.name == "sha1sum" || command.name == "md5sum" || command.name == "gpg"
         || command.name == "tar" || command.name == "apt-key";
}

bool cannot_fail(const model::ShellCommand& command) {
  return command.name == "echo" || command.name == "printf" || command.name == "yes";
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [&](const Placed& run, std::vector<Issue>& issues) {
    const auto& commands = run.instruction.commands;
    const bool piped = std::any_of(commands.begin(), commands.end(), [](const auto& command) {
      return command.operator_before == "|";
    });
    if (!piped || sets_pipefail(use, run) || other_shell(use, run)) {
      return;
    }
    for (std::size_t i = 1; i < commands.size(); ++i) {
      if (commands[i].operator_before != "|" || checks_itself(commands[i])
          || cannot_fail(commands[i - 1]) || commands[i].depth > 0) {
        continue;
      }
      const bool download = commands[i - 1].name == "curl" || commands[i - 1].name == "wget";
      issues.push_back(
          about(commands[i - 1], run, download ? Severity::medium : Severity::low,
                "Only the last command of the pipe is looked at: when this one fails "
                "the build goes on.",
                "Write `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` or `set -o "
                "pipefail` in front."));
      return;
    }
  });
}

} // namespace

Rule DF802() {
  return {.id = "DF802",
          .name = "pipe-hides-failure",
          .title = "A failing command in a pipe is not noticed",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL4006", "KICS shell_running_a_pipe_without_pipefail_flag"},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
