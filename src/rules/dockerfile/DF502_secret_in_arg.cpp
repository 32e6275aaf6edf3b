// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

/// A name that speaks of a secret and is no name of a file that holds one.
bool names_secret(std::string_view name) {
  return model::demand_of(name).has_value() && !model::names_a_secret_file(name);
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use, "ARG")) {
    for (const model::DockerVariable& variable : item.stage.arguments) {
      if (variable.instruction != item.index || !names_secret(variable.name)) {
        continue;
      }
      Issue issue = about(item, Severity::high,
                          "ARG " + variable.name
                              + " takes a secret: its value stays in the history of the image.",
                          "Use `RUN --mount=type=secret,id=" + base::to_lower(variable.name)
                              + "` and `secrets:` under `build:`.");
      const std::string value = variable.value.value_or("");
      issue.evidence = {
          at(variable.span.known() ? variable.span : item.instruction.span,
             "ARG " + variable.name + (value.empty() ? "" : "=" + base::masked(value)))};
      issue.key = "ARG " + variable.name;
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues), "no secret by ARG");
}

} // namespace

Rule DF502() {
  return {.id = "DF502",
          .name = "secret-in-arg",
          .title = "Secret given as a build argument",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"CIS-Docker 4.10", "trivy DS-0031", "hadolint DL3064"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
