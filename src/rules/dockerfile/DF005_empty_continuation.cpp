// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Diagnostic& diagnostic : use.dockerfile.diagnostics) {
    if (!diagnostic.fatal && base::contains(diagnostic.message, "empty line")) {
      Issue issue;
      issue.severity = Severity::low;
      issue.message = "The instruction goes on behind an empty line. The builder skips the line "
                      "today and says that it will refuse it.";
      issue.evidence = {at(diagnostic.span, diagnostic.message)};
      issue.remedy = "Delete the empty line, or write a comment line in its place.";
      issue.key = "empty line " + std::to_string(issues.size());
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues), "no empty line inside an instruction");
}

} // namespace

Rule DF005() {
  return {.id = "DF005",
          .name = "empty-continuation",
          .title = "An empty line inside a continued instruction",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"BuildKit NoEmptyContinuation"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
