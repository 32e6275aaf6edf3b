// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_on(const model::Service& service, std::string_view network) {
  return std::any_of(service.networks.begin(), service.networks.end(),
                     [&](const auto& name) { return *name == network; });
}

/// A service other than `store` that outsiders reach, on the given network.
const model::Service* front_on(std::string_view network, const model::Service& store,
                               const Context& context) {
  for (const model::Service* other : active_services(context)) {
    if (other != &store && is_on(*other, network)
        && exposure(*other, context) >= Exposure::one_address
        && datastore_of(*other, context) == nullptr) {
      return other;
    }
  }
  return nullptr;
}

Verdict check(const model::Service& service, const Context& context) {
  const DatastoreFamily* family = datastore_of(service, context);
  if (family == nullptr) {
    return not_applicable("no datastore");
  }
  if (active_services(context).size() < 2) {
    return not_applicable("the only service");
  }
  for (const auto& network : service.networks) {
    const model::Service* front = front_on(*network, service, context);
    if (front == nullptr) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::medium;
    issue.message = "Service " + service.name + " (" + family->title + ") shares the network "
                    + *network + " with " + front->name
                    + ", which is reachable from outside: who breaks into that one talks to the "
                      "database directly.";
    issue.evidence = network.via != model::Via::defaulted ? places(network, "network " + *network)
                                                          : absent(service, "network of its own");
    issue.evidence.push_back(at(front->name_span, front->name + " is published"));
    issue.remedy = "Make a network `data: {internal: true}`, put " + service.name
                   + " on it alone (`networks: [data]`), the application on both, and only the "
                     "published proxy on the outer one.";
    issue.key = "networks[" + *network + "]";
    return conclude(service, {std::move(issue)});
  }
  return pass("shares no network with a published service");
}

} // namespace

Rule CO305() {
  return {.id = "CO305",
          .name = "no-segmentation",
          .title = "Database shares a network with a published service",
          .severity = Severity::medium,
          .items = {"H10"},
          .controls = {"OWASP-Docker 5"},
          .tags = {"compose", "network"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
