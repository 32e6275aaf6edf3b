// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  if (behind_other_proxy(proxy, context)) {
    return not_applicable("another proxy of the project stands in front");
  }
  std::vector<Issue> issues;
  std::set<model::Span> seen;
  for (const model::ProxyServer& server : proxy.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      const model::HeaderSetting* reporting =
          find_header(location.headers, "Content-Security-Policy-Report-Only");
      if (reporting == nullptr || !answers_with_content(location)
          || find_header(location.headers, "Content-Security-Policy") != nullptr
          || !seen.insert(reporting->span).second) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::low;
      issue.message = "The policy of " + title_of(location)
                      + " is only reported on; the browser runs what it forbids.";
      issue.evidence = {
          at(reporting->span, "Content-Security-Policy-Report-Only: " + reporting->value)};
      issue.remedy = "When the reports are quiet, send the same value as Content-Security-Policy.";
      issue.key = title_of(server) + "|" + title_of(location) + "|csp-report-only";
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX111() {
  return {.id = "PX111",
          .name = "csp-report-only",
          .title = "Content-Security-Policy only reports",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
