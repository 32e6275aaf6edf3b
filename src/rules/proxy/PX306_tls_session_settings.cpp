// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    const model::Directive* certificate = model::own(level, "ssl_certificate");
    const model::Directive* tickets = model::setting(level, "ssl_session_tickets");
    const bool off = tickets != nullptr && model::argument(*tickets, 0) == "off";
    if (certificate == nullptr || !issues.empty() || off
        || model::setting(level, "ssl_session_ticket_key") != nullptr
        || model::setting(level, "ssl_session_cache") != nullptr) {
      return;
    }
    issues.push_back(about(*certificate, level, Severity::info,
                           "Session tickets are on with one key for the life of the process, and "
                           "there is no session cache.",
                           "Write `ssl_session_cache shared:tls:10m;` and `ssl_session_tickets "
                           "off;`."));
  });
}

} // namespace

Rule PX306() {
  return {.id = "PX306",
          .name = "tls-session-settings",
          .title = "TLS session tickets without key rotation",
          .severity = Severity::info,
          .items = {"C4"},
          .controls = {},
          .tags = {"proxy", "tls"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
