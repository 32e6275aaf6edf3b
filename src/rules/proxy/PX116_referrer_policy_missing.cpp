// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  HeaderDemand demand;
  demand.any_of = {"Referrer-Policy"};
  demand.value = "strict-origin-when-cross-origin";
  demand.why = "older browsers send whole addresses to other sites";
  demand.severity = Severity::low;
  return judge_missing(proxy, context, demand);
}

} // namespace

Rule PX116() {
  return {.id = "PX116",
          .name = "referrer-policy-missing",
          .title = "Answers without Referrer-Policy",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
