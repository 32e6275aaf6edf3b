// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    if (command.name == "dotnet" && command.words.size() > 1 && command.words[1].text == "restore"
        && !has_any(command, {"--locked-mode", "-p:RestoreLockedMode=true"})) {
      issues.push_back(
          about(command, where, Severity::info,
                "dotnet restore takes the newest versions that the project allows.",
                "Commit packages.lock.json and write `dotnet restore --locked-mode`."));
    }
  });
}

} // namespace

Rule DF326() {
  return {.id = "DF326",
          .name = "restore-unlocked",
          .title = "Packages are restored without a lock",
          .severity = Severity::info,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
