// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <utility>

namespace secaudit::rules {
namespace {

std::optional<HeaderFault> old_name(const model::HeaderSetting& /*header*/) {
  return HeaderFault{Severity::low, "Browsers read Permissions-Policy instead.",
                     "Send `Permissions-Policy: geolocation=(), microphone=(), camera=()`."};
}

std::optional<HeaderFault> old_syntax(const model::HeaderSetting& header) {
  if (!base::contains(header.value, "'") && !base::contains(header.value, ";")) {
    return std::nullopt;
  }
  return HeaderFault{Severity::low,
                     "It is written in the syntax of Feature-Policy, and browsers ignore it.",
                     "Write `geolocation=(), microphone=(), camera=()`."};
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  Verdict verdict = judge_header(proxy, "Feature-Policy", old_name);
  const Verdict syntax = judge_header(proxy, "Permissions-Policy", old_syntax);
  verdict.issues.insert(verdict.issues.end(), syntax.issues.begin(), syntax.issues.end());
  return from_issues(std::move(verdict.issues));
}

} // namespace

Rule PX124() {
  return {.id = "PX124",
          .name = "permissions-policy-old-syntax",
          .title = "Permissions-Policy in a syntax that browsers ignore",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
