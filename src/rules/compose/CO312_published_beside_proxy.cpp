// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

struct Proxied {
  std::string by;          ///< what says so
  std::optional<int> port; ///< the port that the proxy talks to, when it is written
};

std::optional<Proxied> by_labels(const std::vector<model::Variable>& labels) {
  Proxied found;
  for (const model::Variable& label : labels) {
    const std::string name = base::to_lower(label.name);
    const std::string value = label.value.value_or("");
    if (name == "traefik.enable" && !is_yes(value)) {
      return std::nullopt;
    }
    if (name.starts_with("traefik.http.routers.") && name.ends_with(".rule")) {
      found.by = label.name;
    }
    if (name.starts_with("traefik.http.services.") && name.ends_with(".loadbalancer.server.port")) {
      found.port = leading_number(value);
    }
    if (name == "caddy" || (name.starts_with("caddy_") && name.find('.') == std::string::npos)) {
      found.by = label.name;
    }
  }
  return found.by.empty() ? std::nullopt : std::optional(found);
}

std::optional<Proxied> proxied(const model::Service& service) {
  for (const auto* labels : {&service.labels, &service.deploy_labels}) {
    if (auto found = by_labels(*labels)) {
      return found;
    }
  }
  const model::Variable* host = service.variable("VIRTUAL_HOST");
  if (host == nullptr || !host->value || host->value->empty()) {
    return std::nullopt;
  }
  const model::Variable* port = service.variable("VIRTUAL_PORT");
  return Proxied{"VIRTUAL_HOST",
                 port == nullptr ? std::nullopt : leading_number(port->value.value_or(""))};
}

Verdict check(const model::Service& service, const Context& context) {
  const auto front = proxied(service);
  if (!front || is_edge(service, context)) {
    return not_applicable("no proxy serves it by labels");
  }
  std::vector<Issue> issues;
  for (const auto& port : service.ports) {
    const bool same = front->port ? port->target == static_cast<std::uint32_t>(*front->port)
                                  : speaks_http(service, *port, context);
    if (!same || exposure(*port, service, context) < Exposure::one_address) {
      continue;
    }
    issues.push_back({Severity::medium,
                      "Port " + std::to_string(port->target) + " of " + service.name
                          + " is published although a proxy serves it (" + front->by
                          + "): who takes the port goes round the proxy's TLS, login and limits.",
                      places(port, written(*port)),
                      "Delete the entry from `" + path_of(service)
                          + ".ports`; the proxy reaches the service without it.",
                      "ports[" + std::to_string(port->target) + "].proxied"});
  }
  return conclude(service, std::move(issues), "reached through the proxy only");
}

} // namespace

Rule CO312() {
  return {.id = "CO312",
          .name = "published-beside-proxy",
          .title = "Published although a proxy serves it",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "network"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
