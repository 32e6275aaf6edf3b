// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 14> moving = {
    "latest",  "edge",    "main",    "master", "nightly",  "stable",  "dev",
    "develop", "testing", "rolling", "canary", "mainline", "current", "lts"};

Verdict check(const model::Service& service, const Context&) {
  if (!service.image) {
    return not_applicable("no image named");
  }
  if (service.image->value.ends_with(':')) {
    return not_applicable("its tag has no value: CO515 says it");
  }
  const ImageName image = parse_image_name(service.image->value);
  if (!image.digest.empty()) {
    return pass("pinned by digest");
  }
  const std::string tag = base::to_lower(image.tag);
  const std::string first = tag.substr(0, tag.find('-'));
  const bool moves = std::find(moving.begin(), moving.end(), tag) != moving.end()
                     || std::find(moving.begin(), moving.end(), first) != moving.end();
  if (!tag.empty() && !moves) {
    return pass("tag " + image.tag);
  }
  Issue issue;
  issue.severity = service.build ? Severity::info : Severity::medium;
  issue.message =
      "Service " + service.name + " uses " + service.image->value
      + (tag.empty() ? ", which has no tag and means latest" : ", whose tag moves")
      + ": what runs depends on the day of the pull, and nobody can say what ran before.";
  issue.evidence = places(*service.image, service.image->value);
  issue.remedy = service.build ? "Tag what you build with its version, for example `image: "
                                     + image.repository() + ":${VERSION:?}`."
                               : "Name a version in `" + path_of(service) + ".image`, as in `"
                                     + image.repository()
                                     + ":X.Y`, better with its digest "
                                       "(`@sha256:…`).";
  issue.key = "image";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO501() {
  return {.id = "CO501",
          .name = "moving-tag",
          .title = "Image without a fixed version",
          .severity = Severity::medium,
          .items = {"C12"},
          .controls = {"CIS-Docker 5.28", "OWASP-Docker 13",
                       "dclint service-image-require-explicit-tag", "compose-lint CL-0004"},
          .tags = {"compose", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
