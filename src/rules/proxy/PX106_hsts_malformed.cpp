// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

std::optional<HeaderFault> judge(const model::HeaderSetting& header) {
  const std::string value = base::to_lower(header.value);
  bool age = false;
  bool subdomains = false;
  bool preload = false;
  for (const std::string_view part : base::split(value, ';')) {
    const std::string_view word = base::trim(part);
    age = age || (word.starts_with("max-age=") && word.find(',') == std::string_view::npos);
    subdomains = subdomains || word == "includesubdomains";
    preload = preload || word == "preload";
  }
  if (base::contains(value, "$")) {
    return std::nullopt;
  }
  if (!age) {
    return HeaderFault{Severity::medium, "Browsers cannot read it and ignore it.",
                       "Write `max-age=31536000; includeSubDomains`."};
  }
  if (preload && !subdomains) {
    return HeaderFault{Severity::low, "preload has no effect without includeSubDomains.",
                       "Write `max-age=31536000; includeSubDomains; preload`."};
  }
  return std::nullopt;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_header(proxy, "Strict-Transport-Security", judge);
}

} // namespace

Rule PX106() {
  return {.id = "PX106",
          .name = "hsts-malformed",
          .title = "Strict-Transport-Security is written wrongly",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
