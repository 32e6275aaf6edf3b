// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  for (const model::Dependency& need : service.depends_on) {
    const model::Service* other =
        context.subjects.project ? context.subjects.project->service(need.service) : nullptr;
    if (need.condition != "service_healthy" || other == nullptr) {
      continue;
    }
    const HealthState health = health_of(*other, context);
    if (health.kind == HealthState::Kind::present) {
      continue;
    }
    const bool sure = health.kind != HealthState::Kind::unknown;
    Issue issue;
    issue.severity = sure ? Severity::high : Severity::medium;
    issue.message = "Service " + service.name + " waits for " + other->name
                    + " to be healthy, but that one has no health check (" + health.reason
                    + (sure ? "): Compose refuses to start it."
                            : "): if so, Compose refuses to start "
                              "it.");
    issue.evidence = {at(need.span, need.service + ": service_healthy"),
                      at(other->name_span, other->name + " without healthcheck")};
    issue.remedy = "Add a `healthcheck` to " + path_of(*other) + ".";
    issue.key = "depends_on[" + need.service + "]";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "waits for no absent health check");
}

} // namespace

Rule CO609() {
  return {.id = "CO609",
          .name = "waits-for-absent-healthcheck",
          .title = "Waits for a health check that does not exist",
          .severity = Severity::high,
          .items = {"H6"},
          .controls = {},
          .tags = {"compose", "availability"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
