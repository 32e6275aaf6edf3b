// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/surroundings.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool allowed(const ImageName& image, const std::vector<std::string>& registries) {
  const std::string whole = image.registry + "/" + image.path;
  return std::any_of(registries.begin(), registries.end(), [&](const std::string& pattern) {
    return base::glob_match(pattern, image.registry) || base::glob_match(pattern, whole)
           || whole.starts_with(pattern + "/")
           // `docker.io` holds the official images under a name that nobody writes.
           || (pattern == "docker.io/library" && image.registry == "docker.io"
               && image.path.find('/') == std::string::npos);
  });
}

Issue complete(Issue issue, const ImageName& image, const std::vector<std::string>& registries) {
  issue.severity = Severity::high;
  issue.message = image.registry + "/" + image.path
                  + " comes from a place that the project's policy does not allow.";
  issue.remedy = "Take it from " + base::join(registries, ", ")
                 + ", or add its registry to `registries` under `policy`.";
  issue.key += "|" + image.repository();
  return issue;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const std::vector<std::string>& registries = surroundings(context).registries;
  if (registries.empty()) {
    return not_applicable("the configuration names no allowed registries");
  }
  std::vector<Issue> issues;
  for (const model::Stage& stage : use.dockerfile.stages) {
    const ImageName image = parse_image_name(stage.base_resolved);
    if (names_image(use, stage) && !allowed(image, registries)) {
      issues.push_back(complete(about(stage, Severity::high, "", ""), image, registries));
    }
  }
  for (const SourceImage& source : source_images(use, context)) {
    if (!allowed(source.image, registries)) {
      issues.push_back(
          complete(about(source.place, Severity::high, "", ""), source.image, registries));
    }
  }
  for (const model::Word& directive : use.dockerfile.directives) {
    if (!directive.text.starts_with("syntax=")) {
      continue;
    }
    const std::string_view value = std::string_view(directive.text).substr(7);
    const ImageName image = parse_image_name(value.substr(0, value.find(' ')));
    if (!allowed(image, registries)) {
      Issue issue;
      issue.evidence = {at(directive.span, "# " + directive.text)};
      issue.key = "syntax";
      issues.push_back(complete(std::move(issue), image, registries));
    }
  }
  return from_issues(std::move(issues), "every image comes from an allowed registry");
}

} // namespace

Rule DF113() {
  return {.id = "DF113",
          .name = "registry-not-allowed",
          .title = "An image comes from a registry that is not allowed",
          .severity = Severity::high,
          .items = {"H12"},
          .controls = {"hadolint DL3026", "CIS-Docker 4.2"},
          .tags = {"dockerfile", "base-image", "supply-chain"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
