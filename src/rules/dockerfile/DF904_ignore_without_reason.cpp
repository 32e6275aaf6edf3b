// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/ignore_comment.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/surroundings.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    for (const std::string& comment : item.instruction.comments) {
      const std::string_view text = base::trim(comment);
      const auto own = model::read_ignore_comment(text);
      const bool bare = text.starts_with("hadolint ") && base::contains(text, "ignore=")
                        && text.find('#') == std::string_view::npos;
      if (own && !own->fault.empty()) {
        issues.push_back(about(item, Severity::info,
                               "`# " + base::truncate(base::printable(text), 60)
                                   + "` does not count: " + own->fault + ".",
                               own->hint + "."));
      } else if (bare && one_of(text.substr(0, 15), {"hadolint global", "hadolint ignore"})) {
        issues.push_back(
            about(item, Severity::info,
                  "`# " + base::truncate(base::printable(text), 60) + "` does not say why.",
                  "Write the reason behind a second `#`."));
      }
    }
  }
  for (const IdleComment& idle : surroundings(context).idle_comments) {
    if (idle.span.file != use.dockerfile.file) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::info;
    issue.message =
        base::to_upper(idle.why.substr(0, 1)) + base::printable(idle.why.substr(1)) + ".";
    issue.remedy = "Delete the comment, or correct it.";
    issue.evidence = {at(idle.span)};
    issue.key = "idle " + idle.rule;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "every ignore has its reason and meets a finding");
}

} // namespace

Rule DF904() {
  return {.id = "DF904",
          .name = "ignore-without-reason",
          .title = "A finding is ignored without a reason, or is not there",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL1001"},
          .tags = {"dockerfile", "meta"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
