// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool may_trace(const model::Service& service) {
  return (service.privileged && service.privileged->value)
         || std::any_of(service.cap_add.begin(), service.cap_add.end(), [](const auto& cap) {
              const std::string name = capability_name(*cap);
              return name == "SYS_PTRACE" || name == "SYS_ADMIN" || name == "ALL";
            });
}

Verdict check(const model::Service& service, const Context& context) {
  if (!service.pid || service.pid->value != "host") {
    return pass("own process namespace");
  }
  const bool agent = any_of(service_images().monitoring, software_of(service, context));
  Issue issue;
  issue.severity = may_trace(service) ? Severity::critical : Severity::high;
  issue.message = "Service " + service.name
                  + " sees all processes of the host, with their arguments and, as root, their "
                    "environment and secrets.";
  if (agent) {
    issue.message += " Monitoring agents are the one kind of program that wants this.";
  }
  issue.evidence = places(*service.pid, "pid: host");
  issue.remedy =
      "Remove `pid: host` from " + path_of(service)
      + "; to debug one other service use `pid: \"service:NAME\"` for the time it takes.";
  issue.key = "pid";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO106() {
  return {.id = "CO106",
          .name = "host-pid-namespace",
          .title = "Shares the host's process namespace",
          .severity = Severity::high,
          .items = {},
          .controls = {"CIS-Docker 5.16", "KICS host_namespace_is_shared", "compose-lint CL-0010"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
