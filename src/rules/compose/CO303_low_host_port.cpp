// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  for (const auto& port : service.ports) {
    const PortRange range = published_range(*port);
    if (range.first == 0 || range.first >= 1024) {
      continue;
    }
    Issue issue;
    issue.severity = is_edge(service, context) ? Severity::info : Severity::low;
    issue.message = "Service " + service.name + " takes the privileged port " + port->published
                    + " of the host.";
    issue.evidence = places(port, written(*port));
    issue.remedy = "Let a reverse proxy own the ports below 1024 and publish " + service.name
                   + " on a port above, for example `\"127.0.0.1:8080:"
                   + std::to_string(port->target) + "\"`.";
    issue.key = "ports[" + std::to_string(port->target) + "].published";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "no port below 1024");
}

} // namespace

Rule CO303() {
  return {.id = "CO303",
          .name = "low-host-port",
          .title = "Privileged port of the host",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.8", "KICS privileged_ports_mapped_in_container"},
          .tags = {"compose", "network"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
