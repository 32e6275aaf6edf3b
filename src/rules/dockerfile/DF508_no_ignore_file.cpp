// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

#include <algorithm>
#include <cstddef>

namespace secaudit::rules {
namespace {

bool is_wide(const model::Instruction& copy) {
  if (copy.flag("from") || copy.arguments.size() < 2) {
    return false;
  }
  for (std::size_t i = 0; i + 1 < copy.arguments.size(); ++i) {
    const std::string& source = copy.arguments[i].text;
    if (source == "." || source == "./" || source == "/" || source == "*" || source == "./*") {
      return true;
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  if (!use.context_readable) {
    return unknown("the build context cannot be read");
  }
  if (use.ignore_file) {
    return pass("ignored by " + use.ignore_file->str());
  }
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    if ((item.instruction.name != "COPY" && item.instruction.name != "ADD")
        || !is_wide(item.instruction)) {
      continue;
    }
    const bool risky = !use.risky_context_paths.empty();
    Issue issue = about(
        item,
        !item.final ? Severity::low
        : risky     ? Severity::high
                    : Severity::low,
        "The whole folder is copied and there is no .dockerignore"
            + (risky ? ": "
                           + base::join({use.risky_context_paths.begin(),
                                         use.risky_context_paths.begin()
                                             + static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                                                 3, use.risky_context_paths.size()))},
                                        ", ")
                           + " come along."
                     : std::string(".")),
        "Write a .dockerignore with .git, .env*, node_modules and the like beside "
        "the Dockerfile's context, or copy only what is needed.");
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule DF508() {
  return {.id = "DF508",
          .name = "no-ignore-file",
          .title = "The whole folder is copied and nothing is ignored",
          .severity = Severity::medium,
          .items = {"H9", "H2"},
          .controls = {"SonarSource S6470"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
