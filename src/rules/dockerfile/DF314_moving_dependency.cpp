// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_anything(std::string_view constraint) {
  return one_of(constraint, {"*", "latest", "x", "next", ">=0", ">=0.0.0", "X"})
         || constraint.starts_with("http://")
         || ((base::contains(constraint, "git+") || constraint.starts_with("git:")
              || constraint.starts_with("github:"))
             && constraint.find('#') == std::string_view::npos);
}

Verdict check(const model::Manifest& manifest, const Context& /*context*/) {
  if (manifest.kind != "npm" && manifest.kind != "composer" && manifest.kind != "cargo") {
    return not_applicable("no such manifest");
  }
  std::vector<Issue> issues;
  for (const model::Requirement& requirement : manifest.requirements) {
    if (!is_anything(requirement.constraint)) {
      continue;
    }
    Issue issue;
    issue.severity = manifest.lock ? Severity::info : Severity::medium;
    issue.message = requirement.name + " may be any version (`" + requirement.constraint + "`)"
                    + (manifest.lock ? "; only the lock file holds it." : ".");
    issue.evidence = {at(requirement.span, requirement.name + " " + requirement.constraint)};
    issue.remedy = "Write a range of versions that were tested, or a commit behind `#`.";
    issue.key = requirement.name;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "every dependency has a range");
}

} // namespace

Rule DF314() {
  return {.id = "DF314",
          .name = "moving-dependency",
          .title = "A dependency may be any version",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
