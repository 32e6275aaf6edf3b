// SPDX-License-Identifier: Apache-2.0
#include "rules/content_security_policy.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

std::optional<HeaderFault> judge(const model::HeaderSetting& header) {
  const CspDirectives directives = csp_directives(header.value);
  const auto* words = csp_scripts(directives);
  if (words == nullptr) {
    return std::nullopt;
  }
  const bool cancelled = csp_allows(*words, "'strict-dynamic'")
                         || std::any_of(words->begin(), words->end(), [](const std::string& word) {
                              return word.starts_with("'nonce-") || word.starts_with("'sha");
                            });
  const bool inline_scripts = csp_allows(*words, "'unsafe-inline'") && !cancelled;
  if (!inline_scripts && !csp_allows(*words, "'unsafe-eval'")) {
    return std::nullopt;
  }
  return HeaderFault{
      Severity::medium,
      inline_scripts ? "'unsafe-inline' lets injected scripts run."
                     : "'unsafe-eval' lets text become code.",
      "Move scripts into files, or allow the ones that are needed by nonce or hash."};
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_header(proxy, "Content-Security-Policy", judge);
}

} // namespace

Rule PX112() {
  return {.id = "PX112",
          .name = "csp-unsafe-inline",
          .title = "Content-Security-Policy allows inline scripts",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
