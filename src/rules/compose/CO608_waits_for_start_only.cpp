// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  for (const model::Dependency& need : service.depends_on) {
    const model::Service* other =
        context.subjects.project ? context.subjects.project->service(need.service) : nullptr;
    if (other == nullptr || need.condition != "service_started"
        || health_of(*other, context).kind != HealthState::Kind::present) {
      continue;
    }
    const bool store = datastore_of(*other, context) != nullptr;
    issues.push_back(
        {store ? Severity::medium : Severity::low,
         "Service " + service.name + " starts as soon as " + need.service
             + " is started, although that one has a health check that says when it is "
               "ready.",
         {at(need.span, "depends_on: " + need.service)},
         "Write in " + path_of(service) + ": `depends_on: {" + need.service
             + ": {condition: service_healthy}}`.",
         "depends_on[" + need.service + "]"});
  }
  return conclude(service, std::move(issues), "waits until what it needs is ready");
}

} // namespace

Rule CO608() {
  return {.id = "CO608",
          .name = "waits-for-start-only",
          .title = "Waits for the start, not for readiness",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "availability"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
