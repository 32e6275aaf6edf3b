// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_datastore_port(const model::Service& service, const model::Port& port,
                       const Context& context) {
  const DatastoreFamily* family = datastore_of(service, context);
  if (family != nullptr) {
    return !family->published_on_purpose;
  }
  return !is_edge(service, context) && port.target != 9000 && port.target != 7000
         && port.target != 9009
         && std::any_of(service_images().datastores.begin(), service_images().datastores.end(),
                        [&](const DatastoreFamily& known_family) {
                          return !known_family.published_on_purpose
                                 && std::find(known_family.ports.begin(), known_family.ports.end(),
                                              port.target)
                                        != known_family.ports.end();
                        });
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  for (const auto& port : service.ports) {
    if (exposure(*port, service, context) != Exposure::everyone
        || is_datastore_port(service, *port, context)) {
      continue;
    }
    Issue issue;
    const std::string shown = written(*port);
    issue.severity = is_edge(service, context) ? Severity::info : Severity::low;
    issue.message = "Port " + std::to_string(port->target) + " of " + service.name
                    + " is published on every interface of the host, past its firewall.";
    issue.evidence = places(port, shown);
    model::Port local = *port;
    local.host_ip = "127.0.0.1";
    issue.remedy = "If a proxy in front is meant to serve it, write `\"" + written(local)
                   + "\"` in `" + path_of(service)
                   + ".ports` or delete the entry; if clients come straight to it, "
                     "name the address they use.";
    issue.key = "ports[" + std::to_string(port->target) + "]";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "nothing published on every interface");
}

} // namespace

Rule CO302() {
  return {.id = "CO302",
          .name = "published-on-all-interfaces",
          .title = "Port published on every interface",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.14", "KICS container_traffic_not_bound_to_host_interface",
                       "compose-lint CL-0005"},
          .tags = {"compose", "network"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
