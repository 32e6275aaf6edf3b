// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  HeaderDemand demand;
  demand.any_of = {"X-Frame-Options"};
  demand.directive_of_csp = "frame-ancestors";
  demand.value = "DENY";
  demand.why = "other sites can put the pages into a frame and steal clicks";
  demand.severity = Severity::medium;
  return judge_missing(proxy, context, demand);
}

} // namespace

Rule PX114() {
  return {.id = "PX114",
          .name = "framing-allowed",
          .title = "Answers without X-Frame-Options",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
