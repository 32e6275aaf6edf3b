// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.network_mode || service.network_mode->value != "bridge") {
    return pass("not on the default bridge");
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message = "Service " + service.name
                  + " is on the engine's default bridge, where every container of the host that "
                    "does not say otherwise can talk to it, and where names are not resolved.";
  issue.evidence = places(*service.network_mode, "network_mode: bridge");
  issue.remedy = "Delete `network_mode: bridge` from " + path_of(service)
                 + "; it then gets the project's own network.";
  issue.key = "network_mode";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO311() {
  return {.id = "CO311",
          .name = "default-bridge",
          .title = "Uses the default bridge",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.30"},
          .tags = {"compose", "network"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
