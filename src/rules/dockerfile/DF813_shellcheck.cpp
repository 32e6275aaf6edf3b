// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/surroundings.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const Surroundings& known = surroundings(context);
  if (!known.shell_checked) {
    return not_applicable("ShellCheck was not asked");
  }
  std::vector<Issue> issues;
  for (const ShellRemark& remark : known.shell_remarks) {
    if (remark.file != use.dockerfile.file.str()) {
      continue;
    }
    Issue issue;
    issue.severity = remark.level == "error"     ? Severity::medium
                     : remark.level == "warning" ? Severity::low
                                                 : Severity::info;
    issue.message = remark.code + ": " + base::truncate(base::printable(remark.message), 200);
    issue.remedy = "See shellcheck.net/wiki/" + remark.code + ".";
    const model::Position place{remark.line, remark.column};
    issue.evidence = {at({use.dockerfile.file, place, place})};
    issue.key = remark.code + "|" + remark.message;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "ShellCheck has no remarks");
}

} // namespace

Rule DF813() {
  return {.id = "DF813",
          .name = "shellcheck",
          .title = "ShellCheck has a remark about a RUN",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
