// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool expands(const std::string& name) {
  return one_of(name, {"ADD", "COPY", "ENV", "EXPOSE", "LABEL", "VOLUME", "WORKDIR", "STOPSIGNAL"});
}

/// Set by ENV or ARG in front of the instruction, in this stage or one that it continues.
bool is_set(const model::DockerfileUse& use, const Placed& item, const std::string& name) {
  if (value_at(use, item, name) || is_builtin_argument(name)) {
    return true;
  }
  for (const auto* list : {&item.stage.environment, &item.stage.arguments}) {
    for (const model::DockerVariable& variable : *list) {
      if (variable.name == name && variable.instruction <= item.index) {
        return true;
      }
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    if (!expands(item.instruction.name)) {
      continue;
    }
    const model::Stage* first = &item.stage;
    while (first->parent) {
      first = &use.dockerfile.stages[*first->parent];
    }
    // What an image brings along is not known here, except for the empty one.
    const bool known_base = first->base_resolved == "scratch";
    if (!known_base && item.instruction.name != "EXPOSE") {
      continue;
    }
    for (const std::string& name : variables_in(item.instruction.original, use.dockerfile.escape)) {
      if (!is_set(use, item, name)) {
        issues.push_back(about(item,
                               item.instruction.name == "EXPOSE" ? Severity::medium : Severity::low,
                               "$" + name + " is not set at this place and becomes empty.",
                               "Declare it with ARG or ENV, or write ${" + name + ":-default}."));
        break;
      }
    }
  }
  return from_issues(std::move(issues), "no variable is known to be empty");
}

} // namespace

Rule DF010() {
  return {.id = "DF010",
          .name = "undefined-variable",
          .title = "A variable is used that nothing sets",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"BuildKit UndefinedVar"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
