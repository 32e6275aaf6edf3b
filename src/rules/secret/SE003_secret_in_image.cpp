// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Subjects& subjects, const Context&) {
  if (subjects.images.empty()) {
    return not_applicable("no image was read");
  }
  std::vector<Issue> issues;
  for (const model::SecretHit& hit : subjects.secrets) {
    if (hit.image.empty()) {
      continue;
    }
    model::ImageFileEvidence place;
    place.image = hit.image;
    place.layer = hit.layer.value_or(0);
    place.path = hit.path;
    Issue issue;
    issue.severity = model::parse_severity(hit.severity).value_or(Severity::high);
    issue.message = hit.title + " in the image " + hit.image + ", /" + hit.path
                    + (hit.masked.empty() ? "" : " (" + hit.masked + ")")
                    + (hit.removed_later
                           ? ". A later layer deletes the file, but the layer below still holds it."
                           : ".");
    issue.evidence = {std::move(place)};
    issue.remedy =
        "Keep the file out of the build (`.dockerignore`, `RUN --mount=type=secret`), build "
        "again, delete the pushed image and replace the secret.";
    issue.key = hit.format + "[" + hit.path + "]";
    issues.push_back(std::move(issue));
  }
  for (const model::ImageUse& use : subjects.images) {
    if (issues.empty() && (!use.image || !use.image->complete())) {
      return unknown("the image " + use.reference + " was not read completely");
    }
  }
  return from_issues(std::move(issues), "no secret in any layer");
}

} // namespace

Rule SE003() {
  return {.id = "SE003",
          .name = "secret-in-image",
          .title = "Secret in a layer of an image",
          .severity = Severity::high,
          .items = {"H13"},
          .controls = {"CIS-Docker 4.10", "CWE-798"},
          .tags = {"secrets", "image"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
