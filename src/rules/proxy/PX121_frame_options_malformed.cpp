// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

std::optional<HeaderFault> judge(const model::HeaderSetting& header) {
  const std::string value = base::to_lower(base::trim(header.value));
  if (value == "deny" || value == "sameorigin" || base::contains(value, "$")) {
    return std::nullopt;
  }
  return HeaderFault{Severity::medium,
                     "Browsers know DENY and SAMEORIGIN only and ignore the rest: the pages can be "
                     "framed by everybody.",
                     "Write DENY or SAMEORIGIN; to allow single sites use `frame-ancestors` in the "
                     "Content-Security-Policy."};
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_header(proxy, "X-Frame-Options", judge);
}

} // namespace

Rule PX121() {
  return {.id = "PX121",
          .name = "frame-options-malformed",
          .title = "X-Frame-Options has a value that browsers ignore",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
