// SPDX-License-Identifier: Apache-2.0
#include "model/proxy_regex.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::RegexUse& use : model::regexes_of(proxy.directives)) {
    if (!model::repeats_a_repetition(use.pattern)) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::low;
    issue.message = "The pattern " + use.pattern
                    + " repeats a repetition: a long path that almost matches takes exponential "
                      "time.";
    issue.evidence = {at(use.directive->span, use.directive->name + " " + use.pattern)};
    issue.remedy = "Take one of the two repetitions away: `(a+)+` matches the same as `a+`.";
    issue.key = use.directive->name + "|" + use.pattern;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX616() {
  return {.id = "PX616",
          .name = "regex-catastrophic",
          .title = "Regular expression that a request can keep busy",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {"gixy regex_redos"},
          .tags = {"proxy", "paths"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
