// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

std::optional<HeaderFault> judge(const model::HeaderSetting& header) {
  if (base::equals_ignoring_case(base::trim(header.value), "nosniff")
      || base::contains(header.value, "$")) {
    return std::nullopt;
  }
  return HeaderFault{Severity::medium, "Browsers know nosniff only and ignore the rest.",
                     "Write `nosniff`."};
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_header(proxy, "X-Content-Type-Options", judge);
}

} // namespace

Rule PX122() {
  return {.id = "PX122",
          .name = "nosniff-malformed",
          .title = "X-Content-Type-Options has a value that browsers ignore",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
