// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::set<std::string> seen;
  for (const model::Stage& stage : use.dockerfile.stages) {
    if (!stage.name.empty() && !seen.insert(stage.name).second) {
      issues.push_back(about(stage, Severity::medium,
                             "There is an earlier stage named " + stage.name
                                 + ": from here on the name means this one.",
                             "Give each stage a name of its own."));
    }
  }
  return from_issues(std::move(issues), "the names of the stages differ");
}

} // namespace

Rule DF006() {
  return {.id = "DF006",
          .name = "duplicate-stage-name",
          .title = "Two stages have the same name",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"hadolint DL3024", "trivy DS-0012", "checkov CKV_DOCKER_11",
                       "KICS same_alias_in_different_froms", "BuildKit DuplicateStageName"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
