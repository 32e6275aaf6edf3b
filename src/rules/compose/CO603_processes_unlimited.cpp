// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  if (service.limits.pids) {
    const std::string value = std::to_string(service.limits.pids->value);
    return pass("at most " + value + " processes", {at(service.limits.pids->span, value)});
  }
  if (one_shot(service, context)) {
    return not_applicable("a job that ends");
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message = "Service " + service.name
                  + " may start any number of processes: a fork bomb in it stops the host.";
  issue.evidence = absent(service, "process limit");
  issue.remedy = "Add `pids_limit: 200` to " + path_of(service)
                 + " (or `deploy.resources.limits.pids` where that block is used).";
  issue.key = "pids";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO603() {
  return {.id = "CO603",
          .name = "processes-unlimited",
          .title = "No limit on processes",
          .severity = Severity::low,
          .items = {"C7"},
          .controls = {"CIS-Docker 5.29", "OWASP-Docker 7", "KICS pids_limit_not_set"},
          .tags = {"compose", "availability"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
