// SPDX-License-Identifier: Apache-2.0
#include "model/proxy_regex.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Issue issue_for(const model::Directive& directive, const std::string& pattern,
                std::string message) {
  Issue issue;
  issue.severity = Severity::low;
  issue.message = std::move(message);
  issue.evidence = {at(directive.span, directive.name + " " + model::arguments_text(directive))};
  issue.remedy = "Write as many groups as are used, and close every bracket: nginx replaces $1 of "
                 "a pattern without groups by nothing.";
  issue.key = directive.name + "|" + pattern;
  return issue;
}

void judge(const model::RegexUse& use, std::vector<Issue>& issues) {
  const auto groups = model::groups_of(use.pattern);
  if (!groups) {
    issues.push_back(issue_for(*use.directive, use.pattern,
                               "The pattern " + use.pattern
                                   + " has a bracket without its counterpart; nginx does not "
                                     "start."));
    return;
  }
  std::string text;
  if (use.directive->name == "rewrite") {
    text = model::argument(*use.directive, 1);
  } else if (use.directive->name == "if") {
    for (const model::Directive& inner : use.directive->block) {
      text += inner.name == "set" || inner.name == "return" ? model::arguments_text(inner) : "";
    }
  }
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const int number = text[i] == '$' ? text[i + 1] - '0' : 0;
    if (number > *groups && number <= 9) {
      issues.push_back(issue_for(*use.directive, use.pattern,
                                 "$" + std::to_string(number) + " is always empty: the pattern "
                                     + use.pattern + " has " + std::to_string(*groups)
                                     + (*groups == 1 ? " group." : " groups.")));
      return;
    }
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::RegexUse& use : model::regexes_of(proxy.directives)) {
    judge(use, issues);
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX615() {
  return {.id = "PX615",
          .name = "regex-invalid",
          .title = "Regular expression with a group that is not there",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {"gixy invalid_regex"},
          .tags = {"proxy", "paths"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
