// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::set<std::string> used;
  std::size_t stage = 0;
  for (const Placed& run : placed(use, "RUN")) {
    if (run.stage.index != stage) {
      used.clear();
      stage = run.stage.index;
    }
    for (const model::ShellCommand& command : run.instruction.commands) {
      if (!one_of(command.name, {"wget", "curl"})) {
        continue;
      }
      used.insert(command.name);
      if (used.size() == 2) {
        issues.push_back(about(command, run, Severity::info,
                               "wget and curl do the same; one of them is enough.",
                               "Decide for one and leave the other out of the image."));
        return from_issues(std::move(issues));
      }
    }
  }
  return pass("at most one of them");
}

} // namespace

Rule DF707() {
  return {.id = "DF707",
          .name = "wget-and-curl",
          .title = "wget and curl are both used",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL4001", "trivy DS-0014", "KICS run_using_wget_and_curl"},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
