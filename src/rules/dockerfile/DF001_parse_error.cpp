// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

/// DF002 and DF003 tell these.
bool has_a_rule_of_its_own(std::string_view message) {
  return base::contains(message, "unknown instruction")
         || base::contains(message, "is no instruction")
         || base::contains(message, "in front of the first FROM")
         || base::contains(message, "found no FROM")
         || base::contains(message, "file without instructions");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Diagnostic& diagnostic : use.dockerfile.diagnostics) {
    if (!diagnostic.fatal || has_a_rule_of_its_own(diagnostic.message)) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::high;
    issue.message = "The builder refuses this Dockerfile: " + diagnostic.message + ".";
    issue.evidence = {at(diagnostic.span, diagnostic.message)};
    issue.remedy = diagnostic.hint.empty() ? "Correct the line." : diagnostic.hint;
    issue.key = diagnostic.message;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "reads as BuildKit reads it");
}

} // namespace

Rule DF001() {
  return {.id = "DF001",
          .name = "parse-error",
          .title = "The Dockerfile cannot be built",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"SonarSource S2260", "BuildKit"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
