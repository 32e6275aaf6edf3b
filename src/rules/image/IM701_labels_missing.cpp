// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 3> wanted{"source", "revision", "version"};

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  if (!use.built_here && context.subjects.scope == model::Subjects::Scope::compose) {
    return not_applicable("the image is made by others");
  }
  std::string missing;
  for (const std::string_view name : wanted) {
    if (!image.config.labels.contains("org.opencontainers.image." + std::string(name))) {
      missing += (missing.empty() ? "" : ", ") + std::string(name);
    }
  }
  if (missing.empty()) {
    return pass("source, revision and version are labelled");
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message = image_title(use) + " does not say where it comes from: the labels " + missing
                  + " (org.opencontainers.image.*) are missing.";
  issue.evidence = {config_evidence(image, "/config/Labels", {})};
  issue.remedy = "Add LABEL org.opencontainers.image.source, .revision and .version to the final "
                 "stage, with the values as "
                 "build arguments.";
  issue.key = "labels";
  return fail(std::move(issue));
}

} // namespace

Rule IM701() {
  return {.id = "IM701",
          .name = "image-labels-missing",
          .title = "Origin of the image is not labelled",
          .severity = Severity::low,
          .items = {"H7"},
          .controls = {"OCI image-spec annotations"},
          .tags = {"image", "provenance"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
