// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include <set>
#include <string>
#include <utility>

namespace secaudit::rules {
namespace {

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  std::set<std::pair<model::Span, std::string>> told;
  for (const model::Diagnostic& diagnostic : project.diagnostics) {
    const std::string reason = diagnostic.message.substr(diagnostic.value_path.size());
    // An anchor that many services take over would be told once for each of them.
    if (!diagnostic.fatal || !told.emplace(diagnostic.span, reason).second) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::high;
    issue.message = "Compose refuses this project: " + diagnostic.message + ".";
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
