// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    if (run.instruction.flag("security").value_or("") == "insecure") {
      issues.push_back(about(run, Severity::high,
                             "--security=insecure runs the command with all rights on the builder.",
                             "Do what needs them outside of the build."));
    }
    if (run.instruction.flag("network").value_or("") == "host") {
      issues.push_back(about(run, Severity::medium,
                             "--network=host lets the command reach everything that the builder "
                             "itself reaches, its own services too.",
                             "Use the default network."));
    }
  });
}

} // namespace

Rule DF413() {
  return {.id = "DF413",
          .name = "run-insecure",
          .title = "A RUN gets more rights than a build needs",
          .severity = Severity::high,
          .items = {"H3"},
          .controls = {"SonarSource S6431", "SonarSource S6502"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
