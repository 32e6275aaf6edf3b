// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

bool counts_by_client(const model::ProxyConfig& proxy, const model::Directive& limit) {
  const std::string text = model::arguments_text(limit);
  for (const model::Directive* zone : model::anywhere(proxy.directives, "limit_req_zone")) {
    for (const auto& word : zone->arguments) {
      if (word->starts_with("zone=")
          && base::contains(text, "zone=" + word->substr(5, word->find(':') - 5))) {
        return from_client(model::argument(*zone, 0));
      }
    }
  }
  return false;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    const model::Directive* limit = model::own(level, "limit_req");
    const model::Directive* dry = model::setting(level, "limit_req_dry_run");
    if (limit == nullptr || !issues.empty() || model::setting(level, "limit_req_status") != nullptr
        || (dry != nullptr && model::argument(*dry, 0) == "on")
        || model::own(level, "return") != nullptr || counts_by_client(proxy, *limit)) {
      return;
    }
    issues.push_back(about(*limit, level, Severity::info,
                           "Refused requests get 503, which looks like an outage to clients and to "
                           "monitoring.",
                           "Add `limit_req_status 429;`."));
  });
}

} // namespace

Rule PX504() {
  return {.id = "PX504",
          .name = "rate-limit-refuses-with-503",
          .title = "Refused requests are answered 503",
          .severity = Severity::info,
          .items = {"C8"},
          .controls = {},
          .tags = {"proxy", "limits"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
