// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Stage& stage : use.dockerfile.stages) {
    if (!names_image(use, stage)) {
      continue;
    }
    const ImageName image = parse_image_name(stage.base_resolved);

    if (image.tag.empty() && image.digest.empty()) {
      issues.push_back(about(stage, Severity::medium,
                             "The base image " + image.repository()
                                 + " has no tag: every build may take another version.",
                             "Name a version, for example `" + image.repository()
                                 + ":<version>`, best with its digest."));
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule DF101() {
  return {.id = "DF101",
          .name = "base-without-tag",
          .title = "Base image without a tag",
          .severity = Severity::medium,
          .items = {"C12", "H2"},
          .controls = {"hadolint DL3006", "trivy DS-0001", "CIS-Docker 4.2"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
