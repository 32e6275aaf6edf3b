// SPDX-License-Identifier: Apache-2.0
#include "model/secret_names.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "ENV", [&](const Placed& env, std::vector<Issue>& issues) {
    for (const model::Word& word : env.instruction.arguments) {
      for (const std::string& name : variables_in(word.text, use.dockerfile.escape)) {
        const bool argument = std::any_of(
            env.stage.arguments.begin(), env.stage.arguments.end(),
            [&](const auto& known) { return known.name == name && known.instruction < env.index; });
        if (!argument || !model::demand_of(name) || model::names_a_secret_file(name)) {
          continue;
        }
        Issue issue =
            about(env.stage, by_place(env, Severity::high),
                  "ENV takes the secret argument " + name
                      + " over: it is kept in the configuration of the image.",
                  "Use `RUN --mount=type=secret` for the build, and give the container its "
                  "secret at run time.");
        issue.evidence = {at(env.instruction.span, "ENV … $" + name)};
        issue.key += "|" + name;
        issues.push_back(std::move(issue));
        return;
      }
    }
  });
}

} // namespace

Rule DF516() {
  return {.id = "DF516",
          .name = "secret-arg-to-env",
          .title = "A secret build argument becomes part of the environment",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"CIS-Docker 4.10"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
