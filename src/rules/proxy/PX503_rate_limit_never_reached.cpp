// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  const model::Directive* answer = model::own(level, "return");
  const model::Directive* limit = model::own(level, "limit_req");
  if (answer == nullptr || limit == nullptr) {
    return;
  }
  Issue issue =
      about(*answer, level, Severity::medium,
            "return answers before limit_req is looked at: " + level.title() + " is not limited.",
            "Serve the answer by try_files or an upstream, or take the limit out.");
  issue.evidence.push_back(at(limit->span, "limit_req " + model::arguments_text(*limit)));
  issues.push_back(std::move(issue));
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX503() {
  return {.id = "PX503",
          .name = "rate-limit-never-reached",
          .title = "The rate limit is never reached",
          .severity = Severity::medium,
          .items = {"C8"},
          .controls = {},
          .tags = {"proxy", "limits"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
