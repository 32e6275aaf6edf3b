// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  int last_line = -9;
  for (const model::Diagnostic& diagnostic : use.dockerfile.diagnostics) {
    if (!diagnostic.fatal
        || !(base::contains(diagnostic.message, "unknown instruction")
             || base::contains(diagnostic.message, "is no instruction"))) {
      continue;
    }
    // The lines that follow belong to the same slip.
    const bool follows = diagnostic.span.begin.line - last_line <= 1;
    last_line = diagnostic.span.begin.line;
    if (follows) {
      continue;
    }
    const bool array = base::contains(diagnostic.message, "'\"")
                       || base::contains(diagnostic.message, "'[")
                       || base::contains(diagnostic.message, "']");
    Issue issue;
    issue.severity = Severity::high;
    issue.message = "The builder stops here: " + diagnostic.message + ".";
    issue.evidence = {at(diagnostic.span, diagnostic.message)};
    issue.remedy =
        array ? "An array over several lines needs a backslash at the end of each line but "
                "the last."
        : diagnostic.hint.empty() ? "Correct the word."
                                  : "Check: " + diagnostic.hint;
    issue.key = diagnostic.message;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "every instruction is known");
}

} // namespace

Rule DF002() {
  return {.id = "DF002",
          .name = "unknown-instruction",
          .title = "A line begins with no instruction of Dockerfiles",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"BuildKit"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
