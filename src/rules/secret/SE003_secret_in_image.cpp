// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"
#include "rules/secret_places.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace secaudit::rules {
namespace {

std::string in_words(const model::SecretHit& hit) {
  return (hit.path.starts_with('(') ? "" : "/") + hit.path;
}

model::ImageFileEvidence place_of(const model::SecretHit& hit) {
  model::ImageFileEvidence place;
  place.image = hit.image;
  place.layer = hit.layer.value_or(0);
  place.path = hit.path;
  return place;
}

Issue tell(const SecretPlaces& places) {
  const model::SecretHit& hit = *places.front();
  Issue issue;
  issue.severity = model::parse_severity(hit.severity).value_or(Severity::high);
  bool removed = true;
  for (const model::SecretHit* place : places) {
    issue.severity =
        std::max(issue.severity, model::parse_severity(place->severity).value_or(Severity::high));
    removed = removed && place->removed_later;
    if (issue.evidence.size() < most_secret_places) {
      issue.evidence.push_back(place_of(*place));
    }
  }
  issue.message =
      hit.title + " in the image " + hit.image + ", " + in_words(hit)
      + (hit.masked.empty() ? "" : " (" + hit.masked + ")")
      + (removed ? ". A later layer deletes the file, but the layer below still holds it." : ".");
  issue.remedy =
      "Keep the file out of the build (`.dockerignore`, `RUN --mount=type=secret`), build "
      "again, delete the pushed image and replace the secret.";
  issue.key = hit.format + "[" + hit.path + "]";
  return issue;
}

/// What makes two hits one secret: equal values, or the same file in several layers.
std::string identity(const model::SecretHit& hit) {
  return fmt::format("{}\n{}\n{}\n{}", hit.image, hit.format, hit.group,
                     hit.group == 0 ? hit.path + "\n" + hit.masked : "");
}

Verdict check(const model::Subjects& subjects, const Context&) {
  if (subjects.images.empty()) {
    return not_applicable("no image was read");
  }
  const auto secrets = gathered(subjects.secrets, [](const model::SecretHit& hit) {
    return hit.image.empty() ? std::string() : identity(hit);
  });
  std::vector<Issue> issues;
  issues.reserve(secrets.size());
  for (const SecretPlaces& places : secrets) {
    issues.push_back(tell(places));
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
