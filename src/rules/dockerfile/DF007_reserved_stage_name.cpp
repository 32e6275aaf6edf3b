// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Stage& stage : use.dockerfile.stages) {
    if (one_of(stage.name, {"context", "scratch"})) {
      issues.push_back(
          about(stage, Severity::low,
                "The name " + stage.name + " is reserved: it already means "
                    + (stage.name == "scratch" ? "the empty image." : "the build context."),
                "Choose another name."));
    }
  }
  return from_issues(std::move(issues), "no reserved name");
}

} // namespace

Rule DF007() {
  return {.id = "DF007",
          .name = "reserved-stage-name",
          .title = "A stage has a reserved name",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3063", "BuildKit ReservedStageName"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
