// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  if (service.limits.memory) {
    const std::string& value = service.limits.memory->value;
    return pass("memory limited to " + value, {at(service.limits.memory->span, value)});
  }
  if (one_shot(service, context)) {
    return not_applicable("a job that ends");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = "Service " + service.name
                  + " has no memory limit: a leak or a flood of requests takes the whole host down "
                    "with it.";
  issue.evidence = absent(service, "memory limit");
  issue.remedy = "Add `mem_limit: 512m` (or `deploy.resources.limits.memory`) to "
                 + path_of(service)
                 + ", about twice what `docker stats` shows under load; reservations do not limit.";
  issue.key = "memory";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO601() {
  return {.id = "CO601",
          .name = "memory-unlimited",
          .title = "No memory limit",
          .severity = Severity::medium,
          .items = {"C7"},
          .controls = {"CIS-Docker 5.11", "OWASP-Docker 7", "KICS memory_not_limited",
                       "compose-lint CL-0026"},
          .tags = {"compose", "availability"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
