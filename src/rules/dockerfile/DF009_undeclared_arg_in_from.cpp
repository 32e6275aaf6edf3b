// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Stage& stage : use.dockerfile.stages) {
    const model::Instruction& from = use.dockerfile.instructions[stage.first];
    std::string text = stage.base.text;
    if (const auto platform = from.flag("platform")) {
      text += " " + *platform;
    }
    for (const std::string& name : variables_in(text, use.dockerfile.escape)) {
      const auto& known = use.dockerfile.global_arguments;
      const bool declared = std::any_of(known.begin(), known.end(), [&](const auto& argument) {
        return argument.name == name && argument.instruction < stage.first;
      });
      if (!declared && !is_builtin_argument(name)) {
        issues.push_back(about(stage, Severity::medium,
                               "$" + name
                                   + " is not declared in front of the first FROM: here it "
                                     "is empty whatever the stages declare.",
                               "Write `ARG " + name + "=…` above the first FROM."));
        break;
      }
    }
  }
  return from_issues(std::move(issues), "every variable of FROM is declared");
}

} // namespace

Rule DF009() {
  return {.id = "DF009",
          .name = "undeclared-arg-in-from",
          .title = "FROM uses an ARG that is not declared",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"BuildKit UndefinedArgInFrom", "SonarSource S6579"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
