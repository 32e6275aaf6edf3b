// SPDX-License-Identifier: Apache-2.0
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.uts || service.uts->value != "host") {
    return pass("own host name");
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message =
      "Service " + service.name + " shares the host's name; with SYS_ADMIN it could change it.";
  issue.evidence = places(*service.uts, "uts: host");
  issue.remedy = "Remove `uts: host` from " + path_of(service)
                 + "; `hostname: NAME` sets a name inside the container.";
  issue.key = "uts";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO109() {
  return {.id = "CO109",
          .name = "host-uts-namespace",
          .title = "Shares the host's name",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.21"},
          .tags = {"compose", "isolation"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
