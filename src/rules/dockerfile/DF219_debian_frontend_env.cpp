// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "ENV", [](const Placed& env, std::vector<Issue>& issues) {
    for (const model::Word& word : env.instruction.arguments) {
      if (word.text == "DEBIAN_FRONTEND" || word.text.starts_with("DEBIAN_FRONTEND=")) {
        issues.push_back(about(env, Severity::info,
                               "DEBIAN_FRONTEND stays set in the container, where it surprises "
                               "who works in it.",
                               "Write `ARG DEBIAN_FRONTEND=noninteractive`."));
        return;
      }
    }
  });
}

} // namespace

Rule DF219() {
  return {.id = "DF219",
          .name = "debian-frontend-env",
          .title = "DEBIAN_FRONTEND is set for the running container",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
