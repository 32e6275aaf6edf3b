// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  if (!service.cgroup || service.cgroup->value != "host") {
    return pass("own cgroup namespace");
  }
  const bool agent = any_of(service_images().monitoring, software_of(service, context));
  Issue issue;
  issue.severity = agent ? Severity::low : Severity::medium;
  issue.message = "Service " + service.name
                  + " sees the control groups of the whole host, and with write access to "
                    "/sys/fs/cgroup can change the limits of others.";
  issue.evidence = places(*service.cgroup, "cgroup: host");
  issue.remedy = "Remove `cgroup: host` from " + path_of(service)
                 + "; only programs that measure all containers need it.";
  issue.key = "cgroup";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO110() {
  return {.id = "CO110",
          .name = "host-cgroup-namespace",
          .title = "Shares the host's control groups",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
