// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  std::set<model::Span> told;
  for (const model::Diagnostic& fault : project.diagnostics) {
    if (fault.unknown_key.empty() || fault.meant_key.empty() || !told.insert(fault.span).second) {
      continue;
    }
    issues.push_back({Severity::info,
                      "`" + fault.unknown_key + "` is no key of Compose; `" + fault.meant_key
                          + "` is spelt nearly so. What was meant is not in force.",
                      {at(fault.span, fault.unknown_key)},
                      "Write `" + fault.meant_key + "`.",
                      "key[" + fault.unknown_key + "]"});
  }
  return from_issues(std::move(issues), "no misspelt key");
}

} // namespace

Rule CO911() {
  return {.id = "CO911",
          .name = "misspelled-key",
          .title = "Key is misspelt",
          .severity = Severity::info,
          .items = {},
          .controls = {},
          .tags = {"compose", "correctness"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
