// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <iterator>

namespace secaudit::rules {
namespace {

std::optional<HeaderFault> xss_filter(const model::HeaderSetting& header) {
  if (header.value.starts_with('0')) {
    return std::nullopt;
  }
  return HeaderFault{Severity::info,
                     "the filter is gone from browsers, and where it is left it opens holes.",
                     "Send `X-XSS-Protection: 0`, or drop the header and rely on the "
                     "Content-Security-Policy."};
}

std::optional<HeaderFault> no_effect(const model::HeaderSetting& /*header*/) {
  return HeaderFault{Severity::info, "no browser of today looks at it.", "Remove it."};
}

std::optional<HeaderFault> key_pinning(const model::HeaderSetting& /*header*/) {
  return HeaderFault{Severity::medium,
                     "pinning a key can lock visitors out for good when the key is lost; browsers "
                     "gave it up.",
                     "Remove it; watch Certificate Transparency instead."};
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  const auto take = [&](std::string_view name, HeaderJudge judge) {
    Verdict verdict = judge_header(proxy, name, judge);
    std::move(verdict.issues.begin(), verdict.issues.end(), std::back_inserter(issues));
  };
  take("X-XSS-Protection", xss_filter);
  take("Expect-CT", no_effect);
  take("X-Download-Options", no_effect);
  take("Public-Key-Pins", key_pinning);
  take("Public-Key-Pins-Report-Only", no_effect);
  return from_issues(std::move(issues));
}

} // namespace

Rule PX125() {
  return {.id = "PX125",
          .name = "obsolete-header",
          .title = "Header that browsers no longer honour",
          .severity = Severity::info,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
