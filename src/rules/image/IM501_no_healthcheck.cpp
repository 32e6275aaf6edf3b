// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  if (context.subjects.project) {
    return not_applicable("the health check of a service is judged with the service");
  }
  const auto& test = image.config.healthcheck;
  if (test && test->front() != "NONE") {
    return pass("has a health check");
  }
  if (image.config.exposed_ports.empty()) {
    return not_applicable("listens on no port");
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message =
      image_title(use) + (test ? " switches its health check off." : " has no health check.");
  issue.evidence = {config_evidence(image, "/config/Healthcheck", test ? "NONE" : "")};
  issue.remedy = "Add a HEALTHCHECK to the Dockerfile that asks the service itself, for example "
                 "its /health address.";
  issue.key = "healthcheck";
  return fail(std::move(issue));
}

} // namespace

Rule IM501() {
  return {.id = "IM501",
          .name = "image-without-healthcheck",
          .title = "Image without a health check",
          .severity = Severity::low,
          .items = {"H6"},
          .controls = {"CIS-Docker 4.6", "dockle CIS-DI-0006", "trivy DS-0026"},
          .tags = {"image", "availability"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
