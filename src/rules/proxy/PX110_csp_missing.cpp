// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  HeaderDemand demand;
  demand.any_of = {"Content-Security-Policy", "Content-Security-Policy-Report-Only"};
  demand.value = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
                 "frame-ancestors 'none'";
  demand.why = "injected script runs without a second line of defence";
  demand.severity = Severity::low;
  return judge_missing(proxy, context, demand);
}

} // namespace

Rule PX110() {
  return {.id = "PX110",
          .name = "csp-missing",
          .title = "Answers without Content-Security-Policy",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
