// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(
      use, [](const model::ShellCommand& command, const Placed& where, std::vector<Issue>& issues) {
        if (one_of(command.name,
                   {"ssh", "vim", "vi", "nano", "top", "htop", "ps", "free", "shutdown", "reboot",
                    "service", "mount", "kill", "killall", "ifconfig", "systemctl", "netstat"})
            && command.words.size() < 12
            && !has_any(command, {"--version", "-V", "enable", "disable", "mask"})) {
          issues.push_back(about(command, where, Severity::info,
                                 command.name + " acts on a running system, and a build has none.",
                                 "Leave it out; start programs with CMD."));
        }
      });
}

} // namespace

Rule DF806() {
  return {.id = "DF806",
          .name = "senseless-command",
          .title = "A command makes no sense in a build",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3001", "KICS run_utilities_and_posix_commands"},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
