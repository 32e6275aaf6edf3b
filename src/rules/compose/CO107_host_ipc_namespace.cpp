// SPDX-License-Identifier: Apache-2.0
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.ipc || service.ipc->value != "host") {
    return pass("own IPC namespace");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message =
      "Service " + service.name
      + " shares the host's shared memory and message queues, so it can read and change "
        "what other programs keep there.";
  issue.evidence = places(*service.ipc, "ipc: host");
  issue.remedy = "Replace `ipc: host` in " + path_of(service)
                 + " by `shm_size: 256m` when the program only wants more shared memory.";
  issue.key = "ipc";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO107() {
  return {.id = "CO107",
          .name = "host-ipc-namespace",
          .title = "Shares the host's IPC namespace",
          .severity = Severity::medium,
          .items = {},
          .controls = {"CIS-Docker 5.17", "KICS shared_host_ipc_namespace", "compose-lint CL-0010"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
