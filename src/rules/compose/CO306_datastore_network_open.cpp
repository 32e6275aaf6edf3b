// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <functional>
#include <map>

namespace secaudit::rules {
namespace {

/// The networks that reverse proxies are on, and how many of them.
struct ProxyNetworks {
  bool known = false;
  std::map<std::string, int, std::less<>> proxies;
};

bool shared_with_proxy(std::string_view network, const model::Service& store,
                       const Context& context) {
  ProxyNetworks& networks = context.memo.get<ProxyNetworks>();
  if (!networks.known) {
    for (const model::Service* service : active_services(context)) {
      if (!proxy_kind(*service, context).empty()) {
        for (const auto& name : service->networks) {
          ++networks.proxies[*name];
        }
      }
    }
    networks.known = true;
  }
  const auto found = networks.proxies.find(network);
  const int own = store.active && !proxy_kind(store, context).empty() ? 1 : 0;
  return found != networks.proxies.end() && found->second > own;
}

Verdict check(const model::Service& service, const Context& context) {
  const DatastoreFamily* family = datastore_of(service, context);
  if (family == nullptr || service.networks.empty()) {
    return not_applicable("no datastore on a network");
  }
  std::vector<Issue> issues;
  for (const auto& name : service.networks) {
    const auto& project = context.subjects.project;
    const model::Network* network = project ? project->network(*name) : nullptr;
    if (network != nullptr && network->internal) {
      continue;
    }
    const bool external = network != nullptr && network->external;
    const bool proxy = shared_with_proxy(*name, service, context);
    Issue issue;
    issue.severity = external || proxy ? Severity::medium : Severity::low;
    issue.message = "The network " + *name + " of " + service.name + " (" + family->title + ") "
                    + (external ? "belongs to other projects as well."
                       : proxy  ? "is shared with the reverse proxy."
                                : "is not internal: a taken-over database can send data out.");
    issue.evidence = name.via != model::Via::defaulted ? places(name, "network " + *name)
                                                       : absent(service, "internal network");
    issue.remedy = "Give " + service.name
                   + " a network of its own with `internal: true`; applications that call the "
                     "internet join a second one.";
    issue.key = "networks[" + *name + "].internal";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "internal networks only");
}

} // namespace

Rule CO306() {
  return {.id = "CO306",
          .name = "datastore-network-open",
          .title = "Database network is not internal",
          .severity = Severity::low,
          .items = {"H10"},
          .controls = {"OWASP-Docker 5"},
          .tags = {"compose", "network"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
