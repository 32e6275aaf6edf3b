// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <utility>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  // Also in front of the first FROM, where it belongs to no stage.
  for (const model::Instruction& instruction : use.dockerfile.instructions) {
    if (instruction.name != "MAINTAINER") {
      continue;
    }
    Issue issue;
    issue.severity = Severity::info;
    issue.message = "MAINTAINER has been replaced by a label.";
    issue.evidence = {at(instruction.span, "MAINTAINER")};
    issue.remedy = "Write `LABEL org.opencontainers.image.authors=\"…\"`.";
    issue.key = "MAINTAINER";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "no MAINTAINER");
}

} // namespace

Rule DF024() {
  return {.id = "DF024",
          .name = "maintainer",
          .title = "MAINTAINER is deprecated",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL4000", "trivy DS-0022", "checkov CKV_DOCKER_6",
                       "KICS maintainer_instruction_being_used", "BuildKit MaintainerDeprecated",
                       "SonarSource S6586"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
