// SPDX-License-Identifier: Apache-2.0
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.userns_mode || service.userns_mode->value != "host") {
    return pass("user namespace of the engine");
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message = "Service " + service.name
                  + " opts out of user namespaces: on an engine that remaps users its root is the "
                    "host's root. On others the key does nothing.";
  issue.evidence = places(*service.userns_mode, "userns_mode: host");
  issue.remedy = "Remove `userns_mode: host` from " + path_of(service) + ".";
  issue.key = "userns_mode";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO108() {
  return {.id = "CO108",
          .name = "host-user-namespace",
          .title = "Opts out of user namespaces",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.31", "KICS shared_host_user_namespace"},
          .tags = {"compose", "isolation"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
