// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <set>
#include <utility>

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
  std::vector<Issue> issues;
  std::set<std::size_t> absolute; // stages that have set an absolute one
  for (const Placed& item : placed(use, "WORKDIR")) {
    if (item.instruction.arguments.empty()) {
      continue;
    }
    const std::string& path = item.instruction.arguments.front().text;
    if (is_absolute(path)) {
      absolute.insert(item.stage.index);
      continue;
    }
    // One that goes on from an absolute one in this file is clear, if not pretty.
    const bool clear = absolute.contains(item.stage.index)
                       || (item.stage.parent && absolute.contains(*item.stage.parent));
    issues.push_back(about(item, clear ? Severity::info : Severity::low,
                           "WORKDIR " + path + " counts from the folder that was in force before"
                               + (clear ? "." : ", which the base image decides."),
                           "Write the whole path: `WORKDIR /" + path + "`."));
  }
  return from_issues(std::move(issues), "every WORKDIR is absolute");
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
