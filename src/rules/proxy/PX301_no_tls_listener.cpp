// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool published(const model::ProxyConfig& proxy, const Context& context) {
  if (!context.subjects.project || proxy.service.empty()) {
    return true;
  }
  const model::Service* service = context.subjects.project->service(proxy.service);
  return service != nullptr && exposure(*service, context) >= Exposure::one_address;
}

bool tls_elsewhere(const model::ProxyConfig& proxy, const Context& context) {
  for (const model::ProxyConfig& other : context.subjects.proxies) {
    if (&other != &proxy && std::any_of(other.servers.begin(), other.servers.end(), has_tls)) {
      return true;
    }
  }
  const auto services = active_services(context);
  return std::any_of(services.begin(), services.end(), [&](const model::Service* service) {
    return proxy_kind(*service, context) == "tunnel";
  });
}

/// In the words of the server that is there.
std::string remedy_for(std::string_view kind) {
  if (kind == "caddy") {
    return "Name the site by its domain (`shop.example {`) instead of `:80` or `http://`, and "
           "publish ports 80 and 443: Caddy then gets the certificate and redirects by itself.";
  }
  if (kind == "traefik") {
    return "Add an entry point `websecure` on :443 with `http.tls.certResolver`, and "
           "`http.redirections.entryPoint` from `web` to it.";
  }
  if (kind == "haproxy") {
    return "Add `bind :443 ssl crt FILE` to the frontend and `http-request redirect scheme https "
           "unless { ssl_fc }`.";
  }
  if (kind == "apache") {
    return "Add a `<VirtualHost *:443>` with `SSLEngine on` and a certificate, and let this one "
           "answer `Redirect permanent / https://NAME/`.";
  }
  return "Add a server with `listen 443 ssl;` and a certificate, and let this one answer "
         "`return 301 https://$host$request_uri;`; or put Caddy or Traefik in front.";
}

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  if (!published(proxy, context)) {
    return not_applicable("not published beyond loopback");
  }
  if (std::any_of(proxy.servers.begin(), proxy.servers.end(), has_tls)) {
    return pass("listens with TLS");
  }
  if (tls_elsewhere(proxy, context)) {
    return pass("TLS ends elsewhere in the project");
  }
  for (const model::ProxyServer& server : proxy.servers) {
    if (server.listeners.empty() || !answers_with_content(server)) {
      continue;
    }
    const model::ProxyListener& listener = server.listeners.front();
    Issue issue;
    issue.severity = Severity::high;
    issue.message = "Plain HTTP is answered on port " + std::to_string(listener.port)
                    + " and nothing listens with TLS: passwords and sessions can be read on the "
                      "way.";
    issue.evidence = {at(listener.span, "listen " + std::to_string(listener.port))};
    issue.remedy = remedy_for(proxy.kind);
    issue.key = "tls";
    return fail(std::move(issue));
  }
  return not_applicable("no server that answers with content");
}

} // namespace

Rule PX301() {
  return {.id = "PX301",
          .name = "no-tls-listener",
          .title = "Nothing listens with TLS",
          .severity = Severity::high,
          .items = {"C4", "H8"},
          .controls = {},
          .tags = {"proxy", "tls"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
