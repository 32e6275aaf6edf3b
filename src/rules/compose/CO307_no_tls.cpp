// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 5> own_tls = {"caddy", "traefik", "tunnel", "nginx-proxy",
                                                     "npm"};

bool has_tls_label(const std::vector<model::Variable>& labels) {
  return std::any_of(labels.begin(), labels.end(), [](const model::Variable& label) {
    const std::string name = base::to_lower(label.name);
    return (name.starts_with("traefik.") && base::contains(name, ".tls")) || name == "caddy"
           || name.starts_with("caddy_");
  });
}

bool is_tls_variable(const model::Variable& variable) {
  const std::vector<std::string> words = words_of(variable.name);
  const bool names = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "tls" || word == "ssl" || word == "https" || word == "letsencrypt";
  });
  return names && variable.value && !variable.value->empty() && *variable.value != "false"
         && *variable.value != "0" && *variable.value != "off";
}

bool terminates_tls(const model::ProxyConfig& proxy) {
  return std::any_of(proxy.servers.begin(), proxy.servers.end(), [](const auto& server) {
    return std::any_of(server.listeners.begin(), server.listeners.end(),
                       [](const model::ProxyListener& listener) { return listener.tls; });
  });
}

/// What in the project ends TLS, or "".
std::string find_tls(const Context& context) {
  for (const model::ProxyConfig& proxy : context.subjects.proxies) {
    if (terminates_tls(proxy)) {
      return proxy.service + " listens with TLS";
    }
  }
  for (const model::Service* service : active_services(context)) {
    const std::string kind = proxy_kind(*service, context);
    const bool publishes_443 =
        std::any_of(service->ports.begin(), service->ports.end(), [](const auto& port) {
          return port->target == 443 || published_range(*port).first == 443;
        });
    const bool read = std::any_of(
        context.subjects.proxies.begin(), context.subjects.proxies.end(),
        [&](const model::ProxyConfig& proxy) { return proxy.service == service->name; });
    // Of nginx and its like the configuration decides where it could be read.
    if (kind == "tunnel"
        || (publishes_443
            && (std::find(own_tls.begin(), own_tls.end(), kind) != own_tls.end() || !read))) {
      return service->name + (kind == "tunnel" ? " is a tunnel" : " publishes port 443");
    }
    if (has_tls_label(service->labels) || has_tls_label(service->deploy_labels)) {
      return service->name + " has TLS labels";
    }
    if (publishes_443
        && std::any_of(service->environment.begin(), service->environment.end(), is_tls_variable)) {
      return service->name + " is set up for TLS";
    }
  }
  return {};
}

struct Tls {
  std::optional<std::string> evidence;
};

const std::string& tls_evidence(const Context& context) {
  auto& evidence = context.memo.get<Tls>().evidence;
  if (!evidence) {
    evidence = find_tls(context);
  }
  return *evidence;
}

Verdict check(const model::Service& service, const Context& context) {
  const model::Sourced<model::Port>* plain = nullptr;
  bool local = false;
  for (const auto& port : service.ports) {
    if (!speaks_http(service, *port, context)) {
      continue;
    }
    const Exposure reach = exposure(*port, service, context);
    plain = plain == nullptr && reach >= Exposure::one_address ? &port : plain;
    local = local || reach == Exposure::loopback;
  }
  if (plain == nullptr) {
    return local ? pass("HTTP on the loopback address only") : not_applicable("no HTTP published");
  }
  const std::string& tls = tls_evidence(context);
  if (!tls.empty()) {
    return pass(tls);
  }
  const bool admin = known(service_images().dev_tools, software_of(service, context)) != nullptr;
  Issue issue;
  issue.severity = admin ? Severity::high : Severity::medium;
  issue.message =
      "Service " + service.name + " answers plain HTTP on port " + (**plain).published
      + ", and nothing in the project ends TLS: passwords and sessions cross the network "
        "readable.";
  issue.evidence = places(*plain, written(**plain));
  const bool proxy = !proxy_kind(service, context).empty();
  issue.remedy = proxy
                     ? "Let " + service.name
                           + " end TLS itself: publish port 443, give its configuration a "
                             "certificate, and let plain HTTP redirect."
                     : "Put a proxy with TLS in front, for example a service `caddy` with `ports: "
                       "[\"80:80\", \"443:443\"]` and `reverse_proxy "
                           + service.name + ":" + std::to_string((**plain).target) + "`, and bind "
                           + service.name + " to 127.0.0.1 or delete its `ports`.";
  issue.key = "ports[" + std::to_string((**plain).target) + "].tls";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO307() {
  return {.id = "CO307",
          .name = "no-tls",
          .title = "Web service published without TLS",
          .severity = Severity::medium,
          .items = {"C4"},
          .controls = {},
          .tags = {"compose", "network"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
