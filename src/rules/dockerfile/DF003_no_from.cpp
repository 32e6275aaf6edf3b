// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Diagnostic& diagnostic : use.dockerfile.diagnostics) {
    if (!diagnostic.fatal
        || !(base::contains(diagnostic.message, "in front of the first FROM")
             || base::contains(diagnostic.message, "found no FROM")
             || base::contains(diagnostic.message, "file without instructions"))) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::high;
    issue.message = "The build cannot begin: " + diagnostic.message + ".";
    issue.evidence = {at(diagnostic.span, diagnostic.message)};
    issue.remedy = "Begin with FROM; only ARG, directives and comments may stand in front of it.";
    issue.key = diagnostic.message;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "begins with FROM");
}

} // namespace

Rule DF003() {
  return {.id = "DF003",
          .name = "no-from",
          .title = "An instruction stands in front of the first FROM",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"hadolint DL3061", "KICS first_instruction_should_be_arg_or_from"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
