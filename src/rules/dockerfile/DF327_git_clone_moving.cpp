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

bool is_moving(std::string_view name) {
  return one_of(name,
                {"", "master", "main", "develop", "dev", "trunk", "HEAD", "stable", "latest"});
}

/// `ADD https://host/a/b.git#branch`
void judge_add(const Placed& add, std::vector<Issue>& issues) {
  for (const std::string& source : copy_sources(add.instruction)) {
    const std::size_t hash = source.find('#');
    const std::string_view address = std::string_view(source).substr(0, hash);
    const bool git = address.starts_with("git@") || address.starts_with("git://")
                     || (is_address(address) && address.ends_with(".git"));
    std::string_view ref =
        hash == std::string::npos ? std::string_view() : std::string_view(source).substr(hash + 1);
    ref = ref.substr(0, ref.find(':'));
    if (git && is_moving(ref) && !add.instruction.flag("checksum")) {
      issues.push_back(about(add, by_place(add, Severity::medium),
                             "ADD takes the newest commit of the branch: the build cannot be "
                             "repeated, and who may push decides what runs.",
                             "Name a commit: `ADD https://….git#COMMIT /src`."));
    }
  }
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  Verdict clones = judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                          std::vector<Issue>& issues) {
    const auto operands = command.operands();
    if (command.name != "git" || operands.empty() || operands.front() != "clone"
        || fixed_later(where.instruction)) {
      return;
    }
    const auto branch = option_value(command, {"-b", "--branch", "--revision"});
    if (!branch || is_moving(*branch)) {
      issues.push_back(about(command, where, by_place(where, Severity::medium),
                             "git clone takes the newest commit of the branch: the build cannot be "
                             "repeated, and who may push decides what runs.",
                             "Name a tag or commit: `ADD https://….git#COMMIT /src`, or `git clone "
                             "--branch v1.2.3 --depth 1 …`."));
    }
  });
  std::vector<Issue> issues = std::move(clones.issues);
  for (const Placed& add : placed(use, "ADD")) {
    judge_add(add, issues);
  }
  return from_issues(std::move(issues));
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
