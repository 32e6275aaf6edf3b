// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_safe(const model::Directive& directive) {
  if (directive.name == "rewrite") {
    const std::string_view flag = model::argument(directive, 2);
    return flag != "break";
  }
  return directive.name == "return" || directive.name == "set" || directive.name == "break"
         || directive.name == "limit_rate" || directive.name == "access_log";
}

bool ends_the_request(const std::vector<model::Directive>& block) {
  return std::any_of(block.begin(), block.end(),
                     [](const model::Directive& directive) { return directive.name == "return"; });
}

void walk(const std::vector<model::Directive>& block, const model::Directive* location,
          std::vector<Issue>& issues) {
  for (const model::Directive& directive : block) {
    if (directive.name == "if" && location != nullptr && !ends_the_request(directive.block)) {
      const auto bad = std::find_if_not(directive.block.begin(), directive.block.end(), is_safe);
      if (bad != directive.block.end()) {
        Issue issue;
        issue.severity = Severity::low;
        issue.message = "`if` is a location of its own in nginx: with " + bad->name
                        + " in it other directives of location " + model::arguments_text(*location)
                        + " stop to hold.";
        issue.evidence = {at(directive.span, "if (" + model::arguments_text(directive) + ")"),
                          at(bad->span, bad->name + " " + model::arguments_text(*bad))};
        issue.remedy = "Choose by a `map` and a variable, or by separate locations; inside `if` "
                       "keep to return and rewrite … last.";
        issue.key = "location " + model::arguments_text(*location) + "|if "
                    + model::arguments_text(directive);
        issues.push_back(std::move(issue));
      }
    }
    walk(directive.block, directive.name == "location" ? &directive : location, issues);
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  if (proxy.kind != "nginx") {
    return not_applicable("no nginx configuration");
  }
  std::vector<Issue> issues;
  walk(proxy.directives, nullptr, issues);
  return from_issues(std::move(issues));
}

} // namespace

Rule PX605() {
  return {.id = "PX605",
          .name = "if-in-location",
          .title = "`if` in a location holds more than return or rewrite",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {"gixy if_is_evil"},
          .tags = {"proxy", "paths"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
