// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  if (!use.context_readable) {
    return unknown("the build context cannot be read");
  }
  std::vector<Issue> issues;
  for (const model::MissingSource& missing : use.missing_sources) {
    for (const Placed& item : placed(use)) {
      if (item.index != missing.instruction) {
        continue;
      }
      Issue issue =
          about(item, item.final ? Severity::high : Severity::medium,
                missing.path
                    + (missing.ignored ? " is kept from the builder by "
                                             + (use.ignore_file ? use.ignore_file->str()
                                                                : std::string("the ignore file"))
                                             + ": the build fails."
                                       : " does not exist in the build context: the build fails."),
                missing.ignored ? "Add `!" + missing.path
                                      + "` at the end of the ignore file, "
                                        "or do not copy it."
                                : "Correct the path; it counts from the build context.");
      issue.key += "|" + missing.path;
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues), "every source is there");
}

} // namespace

Rule DF017() {
  return {.id = "DF017",
          .name = "copy-source-missing",
          .title = "A file that is copied does not reach the builder",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"BuildKit CopyIgnoredFile"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
