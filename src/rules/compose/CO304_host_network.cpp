// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  Issue issue;
  issue.key = "network_mode";
  if (service.network_mode && service.network_mode->value == "host") {
    issue.evidence = places(*service.network_mode, "network_mode: host");
  } else {
    const auto& project = context.subjects.project;
    const auto joined =
        std::find_if(service.networks.begin(), service.networks.end(), [&](const auto& name) {
          const model::Network* network = project ? project->network(*name) : nullptr;
          return network != nullptr && network->external && network->external_name == "host";
        });
    if (joined == service.networks.end()) {
      return pass("a network of its own");
    }
    issue.evidence = places(*joined, "network " + **joined + " is the host's");
  }
  const bool usual = any_of(service_images().host_network_users, software_of(service, context));
  issue.severity = usual ? Severity::medium : Severity::high;
  issue.message = "Service " + service.name
                  + " uses the host's network: every port it opens is open on the host, and it "
                    "reaches whatever listens on localhost there.";
  issue.message += usual ? " Programs of this kind often need it." : "";
  issue.remedy = "Remove it from " + path_of(service)
                 + ", put the service on a network of the project and publish single ports.";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO304() {
  return {
      .id = "CO304",
      .name = "host-network",
      .title = "Uses the host's network",
      .severity = Severity::high,
      .items = {"H10"},
      .controls = {"CIS-Docker 5.10", "KICS shared_host_network_namespace", "compose-lint CL-0008"},
      .tags = {"compose", "network"},
      .fix = Fix::suggestion,
      .check = check};
}

} // namespace secaudit::rules
