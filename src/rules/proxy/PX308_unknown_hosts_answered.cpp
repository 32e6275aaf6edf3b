// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

bool refuses(const model::Directive& server) {
  for (const model::Directive& inner : server.block) {
    const std::string_view first = model::argument(inner, 0);
    if ((inner.name == "return" && (first == "444" || first.starts_with('4') || first == "308"))
        || (inner.name == "ssl_reject_handshake" && first == "on")) {
      return true;
    }
  }
  return false;
}

bool is_catch_all(const model::Directive& server) {
  const auto names = model::directives_named(server.block, "server_name");
  return names.empty() || model::argument(*names.front(), 0) == "_"
         || model::argument(*names.front(), 0).empty();
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  if (proxy.kind != "nginx") {
    return not_applicable("no nginx configuration");
  }
  const model::Directive* first = nullptr;
  std::size_t named = 0;
  for (const model::ProxyLevel& level : nginx_levels(proxy)) {
    if (level.kind != model::ProxyLevel::Kind::server || level.self == nullptr) {
      continue;
    }
    if (refuses(*level.self) || is_catch_all(*level.self)) {
      return pass("a server takes what no other is named for");
    }
    first = first == nullptr ? level.self : first;
    ++named;
  }
  if (named < 2) {
    return not_applicable("one server at most");
  }
  Issue issue;
  issue.severity = Severity::info;
  issue.message = "A request with any other Host is answered by the first server: its names may "
                  "end in links, mails and caches.";
  issue.evidence = {at(first->span, "the first server")};
  issue.remedy = "Add `server { listen 80 default_server; listen 443 ssl default_server; "
                 "ssl_reject_handshake on; return 444; }`.";
  issue.key = "default-server";
  return fail(std::move(issue));
}

} // namespace

Rule PX308() {
  return {.id = "PX308",
          .name = "unknown-hosts-answered",
          .title = "Unknown host names are answered",
          .severity = Severity::info,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "hosts"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
