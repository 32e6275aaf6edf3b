// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    if (!is_copy(item.instruction) || item.instruction.flag("from") || !item.final) {
      continue;
    }
    const bool kept = item.instruction.flag("keep-git-dir").has_value()
                      && item.instruction.flag("keep-git-dir").value_or("") != "false";
    bool named = false;
    for (const std::string& source : copy_sources(item.instruction)) {
      named = named || one_of(source, {".git", "./.git", ".git/", "./.git/"});
    }
    if (kept || named) {
      issues.push_back(about(item, Severity::medium,
                             "Every version of every file comes along, also of secrets that were "
                             "deleted long ago.",
                             kept ? "Leave --keep-git-dir out."
                                  : "Take what is needed from git in a "
                                    "build stage."));
    }
  }
  return from_issues(std::move(issues), "no .git is copied");
}

} // namespace

Rule DF511() {
  return {.id = "DF511",
          .name = "git-in-image",
          .title = "The history of the repository gets into the image",
          .severity = Severity::medium,
          .items = {"H9"},
          .controls = {"SonarSource S6470"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
