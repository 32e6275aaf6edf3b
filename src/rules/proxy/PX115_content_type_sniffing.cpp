// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  HeaderDemand demand;
  demand.any_of = {"X-Content-Type-Options"};
  demand.value = "nosniff";
  demand.why = "browsers may take an uploaded file for a script";
  demand.severity = Severity::low;
  return judge_missing(proxy, context, demand);
}

} // namespace

Rule PX115() {
  return {.id = "PX115",
          .name = "content-type-sniffing",
          .title = "Answers without X-Content-Type-Options",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
