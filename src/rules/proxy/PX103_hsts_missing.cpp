// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  HeaderDemand demand;
  demand.any_of = {"Strict-Transport-Security"};
  demand.value = "max-age=31536000; includeSubDomains";
  demand.why = "the first request of a visit can be caught on plain HTTP";
  demand.tls_only = true;
  demand.severity = Severity::medium;
  return judge_missing(proxy, context, demand);
}

} // namespace

Rule PX103() {
  return {.id = "PX103",
          .name = "hsts-missing",
          .title = "Answers without Strict-Transport-Security",
          .severity = Severity::medium,
          .items = {"H8", "C4"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
