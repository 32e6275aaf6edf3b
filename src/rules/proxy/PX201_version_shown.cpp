// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <set>

namespace secaudit::rules {
namespace {

void look(const model::ProxyLevel& level, std::vector<Issue>& issues,
          std::set<const model::Directive*>& seen) {
  const model::Directive* tokens = model::setting(level, "server_tokens");
  const std::string_view value = tokens == nullptr ? "" : model::argument(*tokens, 0);
  if ((value == "on" || value == "build") && seen.insert(tokens).second) {
    issues.push_back(about(*tokens, level, Severity::low,
                           "The version of nginx is told with every answer and error page.",
                           "Write `server_tokens off;`."));
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::set<const model::Directive*> seen;
  return judge_levels(proxy, [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    look(level, issues, seen);
  });
}

} // namespace

Rule PX201() {
  return {.id = "PX201",
          .name = "version-shown",
          .title = "The server tells its version",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {"gixy version_disclosure"},
          .tags = {"proxy", "leaks"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
