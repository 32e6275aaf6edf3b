// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    if (!item.instruction.onbuild) {
      continue;
    }
    const bool refused = one_of(item.instruction.name, {"ONBUILD", "FROM", "MAINTAINER"});
    issues.push_back(about(item, refused ? Severity::high : Severity::info,
                           refused ? "ONBUILD " + item.instruction.name + " is not allowed."
                                   : "ONBUILD does nothing here; it acts in images that are built "
                                     "on this one.",
                           refused ? "Delete it." : "Write the instruction without ONBUILD."));
  }
  return from_issues(std::move(issues), "no ONBUILD");
}

} // namespace

Rule DF018() {
  return {
      .id = "DF018",
      .name = "onbuild",
      .title = "ONBUILD in the Dockerfile of an application",
      .severity = Severity::info,
      .items = {"H2"},
      .controls = {"hadolint DL3043", "KICS from_or_maintainer_cannot_be_triggered_within_onbuild"},
      .tags = {"dockerfile", "structure"},
      .fix = Fix::suggestion,
      .check = check};
}

} // namespace secaudit::rules
