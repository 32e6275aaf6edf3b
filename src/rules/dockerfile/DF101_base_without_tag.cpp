// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

#include <utility>

namespace secaudit::rules {
namespace {

/// `${REGISTRY}/ubuntu`: whatever the variable is, no tag follows.
bool untagged_behind_variable(std::string_view written) {
  const std::size_t slash = written.rfind('/');
  return slash != std::string_view::npos && written.find('$') < slash
         && written.substr(slash).find_first_of("$:@}") == std::string_view::npos;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> behind_variables;
  for (const model::Stage& stage : use.dockerfile.stages) {
    if (!names_image(use, stage) && !stage.parent && untagged_behind_variable(stage.base.text)) {
      behind_variables.push_back(about(stage, Severity::medium,
                                       "The base image " + stage.base.text
                                           + " has no tag: every "
                                             "build may take another version.",
                                       "Name a version behind it, best with its digest."));
    }
  }
  if (!behind_variables.empty()) {
    return from_issues(std::move(behind_variables));
  }
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
          .controls = {"hadolint DL3006", "KICS image_version_not_explicit",
                       "KICS should_specify_base_image", "trivy DS-0001", "CIS-Docker 4.2"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
