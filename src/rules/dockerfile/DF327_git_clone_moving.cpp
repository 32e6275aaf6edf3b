// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool fixed_later(const model::Instruction& run) {
  for (const model::ShellCommand& command : run.commands) {
    const auto operands = command.operands();
    if (command.name != "git") {
      continue;
    }
    for (const std::string_view word : operands) {
      if (one_of(word, {"checkout", "reset", "switch"}) && operands.size() > 1) {
        return true;
      }
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    const auto operands = command.operands();
    if (command.name != "git" || operands.empty() || operands.front() != "clone"
        || fixed_later(where.instruction)) {
      return;
    }
    const auto branch = option_value(command, {"-b", "--branch", "--revision"});
    const bool moving = !branch
                        || one_of(*branch, {"master", "main", "develop", "dev", "trunk", "HEAD",
                                            "stable", "latest"});
    if (moving) {
      issues.push_back(about(command, where, by_place(where, Severity::medium),
                             "git clone takes the newest commit of the branch: the build cannot be "
                             "repeated, and who may push decides what runs.",
                             "Name a tag or commit: `ADD https://….git#COMMIT /src`, or `git clone "
                             "--branch v1.2.3 --depth 1 …`."));
    }
  });
}

} // namespace

Rule DF327() {
  return {.id = "DF327",
          .name = "git-clone-moving",
          .title = "A repository is cloned without a fixed version",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
