// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_absolute(std::string_view path) {
  while (!path.empty() && (path.front() == '"' || path.front() == '\'')) {
    path.remove_prefix(1);
  }
  return path.starts_with('/') || path.starts_with('\\') || path.starts_with('$')
         || (path.size() > 1 && path[1] == ':');
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "WORKDIR", [&](const Placed& item, std::vector<Issue>& issues) {
    if (item.instruction.arguments.empty()
        || is_absolute(item.instruction.arguments.front().text)) {
      return;
    }
    const std::string& path = item.instruction.arguments.front().text;
    // One that goes on from an absolute one in this file is clear, if not pretty.
    bool after_absolute = false;
    for (const Placed& other : placed(use, "WORKDIR")) {
      after_absolute =
          after_absolute
          || (other.index < item.index
              && (other.stage.index == item.stage.index || item.stage.parent == other.stage.index)
              && !other.instruction.arguments.empty()
              && is_absolute(other.instruction.arguments.front().text));
    }
    issues.push_back(about(item, after_absolute ? Severity::info : Severity::low,
                           "WORKDIR " + path + " counts from the folder that was in force before"
                               + (after_absolute ? "." : ", which the base image decides."),
                           "Write the whole path: `WORKDIR /" + path + "`."));
  });
}

} // namespace

Rule DF015() {
  return {.id = "DF015",
          .name = "relative-workdir",
          .title = "WORKDIR is relative",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3000", "trivy DS-0009", "checkov CKV_DOCKER_10",
                       "KICS workdir_path_not_absolute", "BuildKit WorkdirRelativePath",
                       "SonarSource S7021"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
