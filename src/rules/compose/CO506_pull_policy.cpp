// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  const std::string policy = service.pull_policy ? service.pull_policy->value : "";
  if (policy == "never") {
    issues.push_back(
        {Severity::low,
         "Service " + service.name
             + " never pulls: a new host cannot start it, and an old image stays.",
         places(*service.pull_policy, "pull_policy: never"),
         "Delete `pull_policy` from " + path_of(service) + " or write `missing` with a pinned tag.",
         "pull_policy"});
  }
  if (service.build && service.image && policy.empty()) {
    issues.push_back({Severity::low,
                      "Service " + service.name + " has both `build` and `image`: whether "
                          + service.image->value
                          + " is pulled or built depends on what the host has already.",
                      places(*service.image, "image: " + service.image->value),
                      "Write `pull_policy: build` in " + path_of(service)
                          + ", or `pull_policy: always` where deployments only pull.",
                      "image.build"});
  }
  return conclude(service, std::move(issues), "clear which image runs");
}

} // namespace

Rule CO506() {
  return {.id = "CO506",
          .name = "pull-policy",
          .title = "It is open which image runs",
          .severity = Severity::low,
          .items = {},
          .controls = {"dclint no-build-and-image"},
          .tags = {"compose", "supply"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
