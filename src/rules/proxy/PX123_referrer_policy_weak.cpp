// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

std::optional<HeaderFault> judge(const model::HeaderSetting& header) {
  constexpr std::array<std::string_view, 8> known = {"no-referrer",
                                                     "same-origin",
                                                     "strict-origin",
                                                     "strict-origin-when-cross-origin",
                                                     "unsafe-url",
                                                     "origin",
                                                     "origin-when-cross-origin",
                                                     "no-referrer-when-downgrade"};
  std::string last;
  for (const std::string_view part : base::split(header.value, ',')) {
    const std::string word = base::to_lower(base::trim(part));
    last = std::find(known.begin(), known.end(), word) != known.end() ? word : last;
  }
  if (base::contains(header.value, "$")
      || (std::find(known.begin(), known.begin() + 4, last) != known.begin() + 4)) {
    return std::nullopt;
  }
  return HeaderFault{Severity::low,
                     last.empty() ? "No word of it is known to browsers."
                                  : last + " sends addresses to other sites or over plain HTTP.",
                     "Write `strict-origin-when-cross-origin`."};
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_header(proxy, "Referrer-Policy", judge);
}

} // namespace

Rule PX123() {
  return {.id = "PX123",
          .name = "referrer-policy-weak",
          .title = "Referrer-Policy gives addresses away",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
