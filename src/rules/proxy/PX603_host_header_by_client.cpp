// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <optional>

namespace secaudit::rules {
namespace {

bool has_name(const model::ProxyLevel& level) {
  const model::Directive* names = model::setting(level, "server_name");
  return names != nullptr && model::argument(*names, 0) != "_"
         && !model::argument(*names, 0).empty();
}

/// How far the client decides about the value; nothing when it does not.
std::optional<Severity> judged(std::string_view value, const model::ProxyLevel& level) {
  for (const char* source : {"$arg_", "$cookie_", "$http_x_", "${arg_", "$http_forwarded"}) {
    if (base::contains(value, source)) {
      return Severity::medium;
    }
  }
  if (base::contains(value, "$http_host")) {
    return Severity::low;
  }
  if (base::contains(value, "$host") && !base::contains(value, "$hostname")
      && level.server != nullptr && !has_name(level)) {
    return Severity::info;
  }
  return std::nullopt;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    for (const model::Directive* header :
         model::directives_named(level.own(), "proxy_set_header")) {
      const std::string_view name = model::argument(*header, 0);
      const bool host = base::equals_ignoring_case(name, "Host")
                        || base::equals_ignoring_case(name, "X-Forwarded-Host");
      const auto severity =
          host ? judged(model::argument(*header, 1), level) : std::optional<Severity>();
      if (severity) {
        issues.push_back(about(*header, level, *severity,
                               "The application takes " + std::string(model::argument(*header, 1))
                                   + " for its own name and may build links, mails and cache keys "
                                     "from it.",
                               "Write `$host` in a server with a real server_name, and refuse "
                               "other names by a default_server."));
      }
    }
  });
}

} // namespace

Rule PX603() {
  return {.id = "PX603",
          .name = "host-header-by-client",
          .title = "The application gets a Host that the client chose",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {"gixy host_spoofing"},
          .tags = {"proxy", "hosts"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
