// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Project& project, const Context&) {
  if (project.named || project.files.empty()) {
    return pass("the project has a name");
  }
  Issue issue;
  issue.severity = Severity::info;
  issue.message = "The project is named after its folder (" + project.name
                  + "): a moved or renamed checkout starts with new, empty volumes.";
  issue.evidence = {at({project.files.front(), {1, 1}, {1, 1}}, "no name")};
  issue.remedy =
      "Add `name: " + project.name + "` at the top of " + project.files.front().str() + ".";
  issue.key = "name";
  return fail(std::move(issue));
}

} // namespace

Rule CO904() {
  return {.id = "CO904",
          .name = "unnamed-project",
          .title = "Project has no name of its own",
          .severity = Severity::info,
          .items = {},
          .controls = {"dclint require-project-name-field"},
          .tags = {"compose", "correctness"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
