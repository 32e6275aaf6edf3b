// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  if (!use.ignore_file) {
    return not_applicable("no ignore file");
  }
  std::vector<Issue> issues;
  for (const model::IgnoreRemark& remark : use.ignore_remarks) {
    Issue issue;
    const bool secret = remark.kind == model::IgnoreRemark::Kind::readmits;
    issue.severity = secret ? Severity::medium : Severity::low;
    issue.message = secret ? "`" + remark.pattern + "` lets " + remark.example + " in again."
                           : "`" + remark.pattern
                                 + "` means the top folder only, unlike in "
                                   ".gitignore; "
                                 + remark.example + " gets into the build.";
    issue.evidence = {at({*use.ignore_file, {remark.line, 1}, {remark.line, 1}}, remark.pattern)};
    issue.remedy = secret ? "Delete the line." : "Write `**/" + remark.pattern + "`.";
    issue.key = remark.pattern;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "every pattern acts");
}

} // namespace

Rule DF510() {
  return {.id = "DF510",
          .name = "ignore-pattern-idle",
          .title = "A line of the ignore file does not do what it seems to",
          .severity = Severity::medium,
          .items = {"H9", "H2"},
          .controls = {},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
