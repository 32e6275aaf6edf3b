// SPDX-License-Identifier: Apache-2.0
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// A profile (or none) with which the service runs and the other does not; nothing when there is
/// none.
std::optional<std::string> without(const model::Service& service, const model::Service& other) {
  if (other.profiles.empty()) {
    return std::nullopt;
  }
  if (service.profiles.empty()) {
    return std::string();
  }
  for (const std::string& profile : service.profiles) {
    if (std::find(other.profiles.begin(), other.profiles.end(), profile) == other.profiles.end()) {
      return profile;
    }
  }
  return std::nullopt;
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  for (const model::Dependency& need : service.depends_on) {
    const model::Service* other =
        context.subjects.project ? context.subjects.project->service(need.service) : nullptr;
    const auto profile =
        other == nullptr || !need.required ? std::nullopt : without(service, *other);
    if (!profile) {
      continue;
    }
    issues.push_back({Severity::medium,
                      "Service " + service.name + " needs " + need.service + ", which is left out "
                          + (profile->empty() ? std::string("unless one of its profiles is enabled")
                                              : "when only the profile " + *profile + " is enabled")
                          + ": Compose then refuses to start.",
                      {at(need.span, need.service), at(other->name_span, other->name)},
                      "Give " + need.service + " the same profiles, or write `required: false` in `"
                          + path_of(service) + ".depends_on`.",
                      "depends_on[" + need.service + "].profile"});
  }
  return conclude(service, std::move(issues), "what it needs runs with it");
}

} // namespace

Rule CO912() {
  return {.id = "CO912",
          .name = "profile-trouble",
          .title = "Depends on a service that its profile leaves out",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "correctness"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
