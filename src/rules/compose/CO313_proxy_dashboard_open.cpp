// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

struct Setting {
  std::vector<model::Evidence> evidence;
  std::string shown;
};

/// A switch of Traefik on the command line, in the environment or in its configuration file.
std::optional<Setting> switched_on(const model::Service& service, std::string_view option,
                                   std::string_view variable_name) {
  const std::string wanted = base::to_lower(option);
  for (const auto* line : {&service.command, &service.entrypoint}) {
    if (!*line) {
      continue;
    }
    const model::Node* node = key_of(service, line == &service.command ? "command" : "entrypoint");
    const auto& words = (**line)->words;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string lower = base::to_lower(words[i]);
      if (lower == wanted
          || (lower.starts_with(wanted + "=") && is_yes(lower.substr(wanted.size() + 1)))) {
        const auto& items = items_of(node);
        return Setting{i < items.size() && items[i].span.known() ? places(items[i], words[i])
                                                                 : places(**line, words[i]),
                       words[i]};
      }
    }
  }
  const model::Variable* variable = service.variable(variable_name);
  if (variable != nullptr && variable->value && is_yes(*variable->value)) {
    return Setting{places(*variable, variable->name + "=" + *variable->value), variable->name};
  }
  return std::nullopt;
}

bool published(const model::Service& service, std::uint32_t target, const Context& context) {
  return std::any_of(service.ports.begin(), service.ports.end(), [&](const auto& port) {
    return port->target == target && exposure(*port, service, context) >= Exposure::one_address;
  });
}

Verdict check(const model::Service& service, const Context& context) {
  if (proxy_kind(service, context) != "traefik") {
    return not_applicable("no Traefik");
  }
  std::vector<Issue> issues;
  if (auto open = switched_on(service, "--api.insecure", "TRAEFIK_API_INSECURE")) {
    const bool outside = published(service, 8080, context);
    issues.push_back(
        {outside ? Severity::high : Severity::low,
         "Traefik's dashboard answers without a login on port 8080"
             + std::string(outside ? ", which is published: it shows every route and "
                                     "its back ends."
                                   : "; other containers of its networks can read it."),
         std::move(open->evidence),
         "Delete " + open->shown + " from " + path_of(service)
             + " and give the dashboard a router with a basic-auth or forward-auth "
               "middleware.",
         "api.insecure"});
  }
  if (auto skip = switched_on(service, "--serversTransport.insecureSkipVerify",
                              "TRAEFIK_SERVERSTRANSPORT_INSECURESKIPVERIFY")) {
    issues.push_back({Severity::medium,
                      "Traefik takes any certificate of the services behind it, so that encryption "
                      "there protects from nobody.",
                      std::move(skip->evidence),
                      "Delete " + skip->shown + " from " + path_of(service)
                          + " and name the CA (`serversTransport.rootCAs`).",
                      "serversTransport.insecureSkipVerify"});
  }
  return conclude(service, std::move(issues), "dashboard is not open");
}

} // namespace

Rule CO313() {
  return {.id = "CO313",
          .name = "proxy-dashboard-open",
          .title = "Dashboard of the proxy is open",
          .severity = Severity::high,
          .items = {},
          .controls = {},
          .tags = {"compose", "network"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
