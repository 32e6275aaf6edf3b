// SPDX-License-Identifier: Apache-2.0
#include "rules/service_issue.hpp"

#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  std::set<model::Span> told;
  for (const auto& version : project.versions) {
    if (told.insert(version.span).second) {
      issues.push_back({Severity::info,
                        "`version` in " + version.span.file.str()
                            + " is obsolete: Compose ignores it and warns on every run.",
                        places(version, "version: " + version.value), "Delete the line.",
                        "version[" + version.span.file.str() + "]"});
    }
  }
  return from_issues(std::move(issues), "no version attribute");
}

} // namespace

Rule CO901() {
  return {.id = "CO901",
          .name = "obsolete-version",
          .title = "Obsolete version attribute",
          .severity = Severity::info,
          .items = {},
          .controls = {"dclint no-version-field"},
          .tags = {"compose", "correctness"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
