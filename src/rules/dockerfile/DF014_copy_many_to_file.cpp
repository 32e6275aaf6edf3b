// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    const std::string destination = copy_destination(item.instruction);
    if (!is_copy(item.instruction) || item.instruction.arguments.size() < 3) {
      continue;
    }
    std::string_view end = destination;
    while (!end.empty() && (end.back() == '"' || end.back() == '\'')) {
      end.remove_suffix(1);
    }
    // A variable at the end may bring the slash along.
    const bool variable = end.find('$') != std::string_view::npos;
    if (!end.ends_with('/') && !end.ends_with('\\') && !one_of(end, {".", ".."})
        && !end.ends_with("/.") && !variable) {
      issues.push_back(about(item, Severity::high,
                             item.instruction.name + " takes several sources to " + destination
                                 + ", which is written as a file: the build fails.",
                             "End the destination with a slash: `" + destination + "/`."));
    }
  }
  return from_issues(std::move(issues), "several sources go to folders");
}

} // namespace

Rule DF014() {
  return {.id = "DF014",
          .name = "copy-many-to-file",
          .title = "Several sources are copied to something that is no folder",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"hadolint DL3021", "trivy DS-0011",
                       "KICS copy_with_more_than_two_arguments_not_ending_with_slash"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
