// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  const model::Directive* allow = model::own(level, "allow");
  if (allow == nullptr || model::argument(*allow, 0) == "all"
      || model::own(level, "deny") != nullptr || model::own(level, "include") != nullptr) {
    return;
  }
  issues.push_back(about(*allow, level, Severity::medium,
                         "Who is not on the list is let in as well: there is no `deny all` in "
                             + level.title() + ", and one set further out does not hold here.",
                         "Add `deny all;` behind the allow lines."));
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX606() {
  return {.id = "PX606",
          .name = "allow-without-deny",
          .title = "allow without deny lets everybody in",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {"gixy allow_without_deny"},
          .tags = {"proxy", "paths"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
