// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Directive* protocols : model::anywhere(proxy.directives, "ssl_protocols")) {
    std::vector<std::string> old;
    bool ssl = false;
    for (const auto& word : protocols->arguments) {
      if (*word == "SSLv2" || *word == "SSLv3" || *word == "TLSv1" || *word == "TLSv1.1") {
        old.push_back(*word);
        ssl = ssl || word->starts_with("SSL");
      }
    }
    if (old.empty()) {
      continue;
    }
    Issue issue;
    issue.severity = ssl ? Severity::high : Severity::medium;
    issue.message = base::join(old, ", ") + " can be negotiated; they are broken or retired.";
    issue.evidence = {at(protocols->span, "ssl_protocols " + model::arguments_text(*protocols))};
    issue.remedy = "Write `ssl_protocols TLSv1.2 TLSv1.3;`.";
    issue.key = "ssl_protocols";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "TLS 1.2 or newer only");
}

} // namespace

Rule PX303() {
  return {.id = "PX303",
          .name = "old-tls-version",
          .title = "Outdated TLS or SSL version is allowed",
          .severity = Severity::medium,
          .items = {"C4", "H8"},
          .controls = {},
          .tags = {"proxy", "tls"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
