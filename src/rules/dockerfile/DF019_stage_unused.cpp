// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  if (!use.target) {
    return unknown("the stage that is built is not known");
  }
  std::set<std::size_t> used = reachable_stages(use);
  // The same file may be built by other services with other targets.
  for (const model::DockerfileUse& other : context.subjects.dockerfiles) {
    if (other.dockerfile.file == use.dockerfile.file) {
      used.merge(reachable_stages(other));
    }
  }
  std::vector<Issue> issues;
  for (const model::Stage& stage : use.dockerfile.stages) {
    // Stages for development and tests are built by hand or by CI.
    if (!used.contains(stage.index)
        && !one_of(stage.name, {"dev", "development", "test", "tests", "lint", "debug", "ci"})) {
      issues.push_back(about(stage, Severity::info,
                             "Nothing that is built here takes anything from this stage.",
                             "Delete the stage, or say in a comment who builds it."));
    }
  }
  return from_issues(std::move(issues), "every stage is used");
}

} // namespace

Rule DF019() {
  return {.id = "DF019",
          .name = "stage-unused",
          .title = "A stage is never used",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
