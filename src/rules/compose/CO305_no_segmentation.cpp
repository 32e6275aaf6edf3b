// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <functional>
#include <map>

namespace secaudit::rules {
namespace {

/// The first services of each network that outsiders reach and that are no datastores; two, so that
/// one is left beside any given service.
struct Fronts {
  bool known = false;
  std::map<std::string, std::vector<const model::Service*>, std::less<>> by_network;
};

const Fronts& fronts_of(const Context& context) {
  Fronts& fronts = context.memo.get<Fronts>();
  if (fronts.known) {
    return fronts;
  }
  for (const model::Service* service : active_services(context)) {
    if (exposure(*service, context) < Exposure::one_address
        || datastore_of(*service, context) != nullptr) {
      continue;
    }
    for (const auto& network : service->networks) {
      auto& list = fronts.by_network[*network];
      if (list.size() < 2) {
        list.push_back(service);
      }
    }
  }
  fronts.known = true;
  return fronts;
}

/// A service other than `store` that outsiders reach, on the given network.
const model::Service* front_on(std::string_view network, const model::Service& store,
                               const Context& context) {
  const auto& fronts = fronts_of(context).by_network;
  const auto found = fronts.find(network);
  if (found == fronts.end()) {
    return nullptr;
  }
  for (const model::Service* front : found->second) {
    if (front != &store) {
      return front;
    }
  }
  return nullptr;
}

Verdict check(const model::Service& service, const Context& context) {
  const DatastoreFamily* family = datastore_of(service, context);
  if (family == nullptr) {
    return not_applicable("no datastore");
  }
  if (context.subjects.project && context.subjects.project->services.size() < 2) {
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
