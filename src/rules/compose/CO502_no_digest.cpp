// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.image || service.build) {
    return not_applicable("built here");
  }
  if (service.image->value.ends_with(':')) {
    return not_applicable("its tag has no value: CO515 says it");
  }
  const ImageName image = parse_image_name(service.image->value);
  if (!image.digest.empty()) {
    return pass("pinned by digest", {at(service.image->span, service.image->value)});
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message = "The image of " + service.name
                  + " is not pinned by digest: the registry may give "
                    "other bytes under the same tag tomorrow.";
  issue.evidence = places(*service.image, service.image->value);
  issue.remedy = "Write `image: " + service.image->value + "@sha256:…` in " + path_of(service)
                 + " with the digest that `docker buildx imagetools "
                   "inspect "
                 + service.image->value + "` prints, and let a bot renew it.";
  issue.key = "image.digest";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO502() {
  return {.id = "CO502",
          .name = "no-digest",
          .title = "Image not pinned by digest",
          .severity = Severity::low,
          .items = {"C12"},
          .controls = {"OWASP-Docker 13", "compose-lint CL-0019"},
          .tags = {"compose", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
