// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"
#include "rules/shown_text.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::StartCommand& start, const Context& /*context*/) {
  if (start.kind != model::StartCommand::Kind::production) {
    return not_applicable("no production server is started");
  }
  std::vector<Issue> issues;
  for (const std::string& problem : start.settings_problems) {
    Issue issue;
    issue.severity = Severity::low;
    issue.message = start.server + ": " + problem + ".";
    if (!start.chain.empty()) {
      issue.evidence = {at(start.chain.back().span, shown_text(start.chain.back().note))};
    }
    issue.remedy = "Set it in the start command or the configuration of " + start.server + ".";
    issue.key = "settings|" + problem;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), start.server + " is set up for production");
}

} // namespace

Rule DF611() {
  return {.id = "DF611",
          .name = "server-settings",
          .title = "Settings of the application server",
          .severity = Severity::low,
          .items = {"H1"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
