// SPDX-License-Identifier: Apache-2.0
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.logging || (**service.logging).driver != "none") {
    return pass("logs are kept");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = "Service " + service.name
                  + " throws its log away: after an incident there is nothing to look at.";
  issue.evidence = places(*service.logging, "driver: none");
  issue.remedy = "Write `logging: {driver: local, options: {max-size: 10m, max-file: \"5\"}}` in "
                 + path_of(service) + ".";
  issue.key = "logging.driver";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO701() {
  return {.id = "CO701",
          .name = "logging-off",
          .title = "Logging switched off",
          .severity = Severity::medium,
          .items = {"C6"},
          .controls = {"CIS-Docker 2.13", "compose-lint CL-0014"},
          .tags = {"compose", "operations"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
