// SPDX-License-Identifier: Apache-2.0
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.privileged || !service.privileged->value) {
    return pass("not privileged");
  }
  Issue issue;
  issue.severity = Severity::critical;
  issue.message = "Service " + service.name
                  + " runs privileged: it has every capability and every device of the host and no "
                    "seccomp filter, so whoever takes the process over has the host.";
  issue.evidence = places(*service.privileged, "privileged: true");
  issue.remedy =
      "Remove `privileged` from " + path_of(service)
      + " and grant only what it needs, usually one entry such as `cap_add: [NET_ADMIN]` "
        "or `devices: [/dev/ttyUSB0]`.";
  issue.key = "privileged";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO101() {
  return {.id = "CO101",
          .name = "privileged-container",
          .title = "Container runs privileged",
          .severity = Severity::critical,
          .items = {},
          .controls = {"CIS-Docker 5.5", "OWASP-Docker 3", "KICS privileged_containers_enabled",
                       "compose-lint CL-0002"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
