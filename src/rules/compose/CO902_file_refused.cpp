// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  for (const model::Diagnostic& diagnostic : project.diagnostics) {
    if (!diagnostic.fatal) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::high;
    issue.message = "Compose refuses this project: " + diagnostic.message
                    + ". The rest was audited all the same.";
    issue.evidence = {at(diagnostic.span)};
    issue.remedy = diagnostic.hint.empty()
                       ? "Correct the place named, then run `docker compose config "
                         "--quiet`."
                       : diagnostic.hint;
    issue.key = "load[" + diagnostic.message + "]";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "Compose reads the project");
}

} // namespace

Rule CO902() {
  return {.id = "CO902",
          .name = "file-refused",
          .title = "Compose refuses the file",
          .severity = Severity::high,
          .items = {},
          .controls = {"dclint service-container-name-regex"},
          .tags = {"compose", "correctness"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
