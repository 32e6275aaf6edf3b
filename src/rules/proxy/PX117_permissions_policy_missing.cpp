// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  HeaderDemand demand;
  demand.any_of = {"Permissions-Policy"};
  demand.value = "geolocation=(), microphone=(), camera=()";
  demand.why = "embedded content may ask for camera, microphone and place";
  demand.severity = Severity::low;
  return judge_missing(proxy, context, demand);
}

} // namespace

Rule PX117() {
  return {.id = "PX117",
          .name = "permissions-policy-missing",
          .title = "Answers without Permissions-Policy",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
