// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, [](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    for (const char* name : {"limit_req_dry_run", "limit_conn_dry_run"}) {
      const model::Directive* dry = model::own(level, name);
      if (dry != nullptr && model::argument(*dry, 0) == "on") {
        issues.push_back(about(*dry, level, Severity::medium,
                               "The limit of " + level.title() + " only counts and refuses nobody.",
                               "Delete the line once the figures are right."));
      }
    }
  });
}

} // namespace

Rule PX508() {
  return {.id = "PX508",
          .name = "rate-limit-dry-run",
          .title = "The rate limit only counts",
          .severity = Severity::medium,
          .items = {"C8"},
          .controls = {},
          .tags = {"proxy", "limits"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
