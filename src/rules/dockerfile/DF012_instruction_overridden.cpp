// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <map>
#include <utility>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::map<std::pair<std::size_t, std::string>, std::vector<Placed>> found;
  for (const Placed& item : placed(use)) {
    if (one_of(item.instruction.name, {"CMD", "ENTRYPOINT", "HEALTHCHECK"})
        && !item.instruction.onbuild) {
      found[{item.stage.index, item.instruction.name}].push_back(item);
    }
  }
  for (const auto& [key, list] : found) {
    for (std::size_t i = 0; i + 1 < list.size(); ++i) {
      issues.push_back(about(list[i], Severity::medium,
                             "This " + key.second + " has no effect: line "
                                 + std::to_string(list.back().instruction.span.begin.line)
                                 + " sets another one.",
                             "Delete the one that is not meant."));
    }
  }
  return from_issues(std::move(issues), "each stands once");
}

} // namespace

Rule DF012() {
  return {.id = "DF012",
          .name = "instruction-overridden",
          .title = "CMD, ENTRYPOINT or HEALTHCHECK stands twice in a stage",
          .severity = Severity::medium,
          .items = {"H1", "H2"},
          .controls = {"hadolint DL3012", "hadolint DL4003", "hadolint DL4004", "trivy DS-0007",
                       "trivy DS-0016", "trivy DS-0023", "KICS multiple_cmd_instructions_listed",
                       "KICS multiple_entrypoint_instructions_listed",
                       "KICS do_not_use_multiple_healthcheck",
                       "BuildKit MultipleInstructionsDisallowed", "SonarSource S6589"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
