// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool for_few_things(const model::ProxyServer& server) {
  return std::all_of(server.locations.begin() + 1, server.locations.end(),
                     [](const model::ProxyLocation& location) {
                       return base::contains(location.path, "acme-challenge")
                              || base::contains(location.path, "health") || location.returns;
                     })
         && server.locations.size() > 1;
}

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  if (std::none_of(proxy.servers.begin(), proxy.servers.end(), has_tls)) {
    return not_applicable("nothing listens with TLS");
  }
  if (behind_other_proxy(proxy, context)) {
    return not_applicable("another proxy of the project stands in front");
  }
  std::vector<Issue> issues;
  for (const model::ProxyServer& server : proxy.servers) {
    const auto plain = std::find_if(
        server.listeners.begin(), server.listeners.end(),
        [](const model::ProxyListener& listener) { return !listener.tls && listener.port != 0; });
    if (plain == server.listeners.end() || server.redirects_to_https
        || !answers_with_content(server) || !reached_from_outside(proxy, server, context)
        || for_few_things(server)) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::medium;
    issue.message = "Port " + std::to_string(plain->port)
                    + " answers with content over plain HTTP instead of redirecting to HTTPS.";
    issue.evidence = {at(plain->span, "listen " + std::to_string(plain->port))};
    issue.remedy = proxy.kind == "traefik"
                       ? "Add `--entrypoints."
                             + (server.names.empty() ? "web" : server.names.front())
                             + ".http.redirections.entrypoint.to=websecure`."
                       : "Give port 80 a server of its own with `return 301 "
                         "https://$host$request_uri;`.";
    issue.key = title_of(server) + "|redirect";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "plain HTTP is redirected");
}

} // namespace

Rule PX302() {
  return {.id = "PX302",
          .name = "no-https-redirect",
          .title = "Plain HTTP is not redirected to HTTPS",
          .severity = Severity::medium,
          .items = {"C4", "H8"},
          .controls = {},
          .tags = {"proxy", "tls"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
