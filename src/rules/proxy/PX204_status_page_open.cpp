// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 5> pages = {"stub_status", "vhost_traffic_status_display",
                                                   "dav_methods", "status_zone_display", "api"};

bool limited(const model::ProxyLevel& level) {
  const auto denies = model::in_force(level, "deny");
  const bool denied = std::any_of(denies.begin(), denies.end(), [](const auto* deny) {
    return model::argument(*deny, 0) == "all";
  });
  const model::Directive* password = model::setting(level, "auth_basic");
  return denied || (password != nullptr && model::argument(*password, 0) != "off")
         || model::setting(level, "auth_request") != nullptr;
}

bool local(const model::ProxyLevel& level) {
  if (level.server == nullptr) {
    return false;
  }
  const auto listens = model::directives_named(level.server->block, "listen");
  return !listens.empty() && std::all_of(listens.begin(), listens.end(), [](const auto* listen) {
    const std::string_view where = model::argument(*listen, 0);
    return where.starts_with("127.") || where.starts_with("unix:") || where.starts_with("[::1]")
           || where.starts_with("localhost");
  });
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  for (const std::string_view name : pages) {
    const model::Directive* page = model::own(level, name);
    if (page != nullptr && model::argument(*page, 0) != "off" && !limited(level) && !local(level)) {
      issues.push_back(about(*page, level, Severity::medium,
                             std::string(name) + " in " + level.title()
                                 + " answers everybody who can reach the server.",
                             "Add `allow 127.0.0.1; deny all;` (or the address of the monitoring) "
                             "beside it."));
    }
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX204() {
  return {.id = "PX204",
          .name = "status-page-open",
          .title = "Status or metrics page open to everybody",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "leaks"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
