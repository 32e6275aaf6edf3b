// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

bool tells(const model::ProxyLevel& level) {
  for (const model::Directive* header : model::in_force(level, "proxy_set_header")) {
    for (const char* name : {"Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host",
                             "X-Real-IP", "Forwarded"}) {
      if (base::equals_ignoring_case(model::argument(*header, 0), name)) {
        return true;
      }
    }
  }
  return false;
}

bool may_be_included(const model::ProxyLevel& level) {
  for (std::size_t depth = 0; depth < level.indexes.size(); ++depth) {
    if (!level.named(depth, "include").empty()) {
      return true;
    }
  }
  return false;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    const model::Directive* pass = model::own(level, "proxy_pass");
    if (pass == nullptr || !model::argument(*pass, 0).starts_with("http")
        || !model::in_force(level, "proxy_set_header").empty() || tells(level)
        || may_be_included(level)) {
      return;
    }
    issues.push_back(about(*pass, level, Severity::low,
                           "The application behind " + level.title()
                               + " sees the proxy's address and name, and plain HTTP: secure "
                                 "cookies, redirects and limits by address go wrong.",
                           "Add `proxy_set_header Host $host;`, `proxy_set_header X-Forwarded-For "
                           "$proxy_add_x_forwarded_for;` and `proxy_set_header X-Forwarded-Proto "
                           "$scheme;`."));
  });
}

} // namespace

Rule PX618() {
  return {.id = "PX618",
          .name = "client-address-not-passed-on",
          .title = "The application is told nothing about the client",
          .severity = Severity::low,
          .items = {"C4", "H8"},
          .controls = {},
          .tags = {"proxy", "upstreams"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
