// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_base_images(
      use, [](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        if (image.tag.empty() && image.digest.empty()) {
          issues.push_back(about(stage, Severity::medium,
                                 "The base image " + image.repository()
                                     + " has no tag: every build may take another version.",
                                 "Name a version, for example `" + image.repository()
                                     + ":<version>`, best with its digest."));
        }
      });
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
