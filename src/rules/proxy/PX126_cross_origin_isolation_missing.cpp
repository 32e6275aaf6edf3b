// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  HeaderDemand demand;
  demand.any_of = {"Cross-Origin-Opener-Policy"};
  demand.value = "same-origin";
  demand.why = "a page that opens this one keeps a handle on its window";
  demand.tls_only = true;
  demand.severity = Severity::info;
  return judge_missing(proxy, context, demand);
}

} // namespace

Rule PX126() {
  return {.id = "PX126",
          .name = "cross-origin-isolation-missing",
          .title = "Answers without Cross-Origin-Opener-Policy",
          .severity = Severity::info,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
