// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool same_flags(const model::Instruction& a, const model::Instruction& b) {
  return std::equal(a.flags.begin(), a.flags.end(), b.flags.begin(), b.flags.end(),
                    [](const model::Word& x, const model::Word& y) { return x.text == y.text; });
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  const auto all = placed(use);
  for (std::size_t i = 1; i < all.size(); ++i) {
    const model::Instruction& before = all[i - 1].instruction;
    const model::Instruction& here = all[i].instruction;
    if (before.name == "RUN" && here.name == "RUN" && same_flags(before, here)
        && before.heredocs.empty() && here.heredocs.empty() && before.commands.size() == 1
        && here.commands.size() == 1) {
      issues.push_back(about(all[i], Severity::info, "Each RUN makes a layer of its own.",
                             "Join them with && when they belong together."));
    }
  }
  return from_issues(std::move(issues), "no RUN follows a RUN");
}

} // namespace

Rule DF804() {
  return {.id = "DF804",
          .name = "consecutive-run",
          .title = "RUN follows RUN",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3059", "KICS multiple_run_add_copy_instructions_listed",
                       "SonarSource S7031"},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
