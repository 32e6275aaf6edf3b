// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/rule.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Subjects& subjects, const Context&) {
  if (!subjects.tree && subjects.secrets.empty()) {
    return not_applicable("no files were searched");
  }
  std::vector<Issue> issues;
  for (const model::SecretHit& hit : subjects.secrets) {
    // Hits by the name of the file alone have no text to mask.
    const bool environment = base::contains(hit.format, "env");
    if (!hit.image.empty() || !hit.masked.empty() || environment) {
      continue;
    }
    const std::string name = hit.span.file.str();
    Issue issue;
    issue.severity = model::parse_severity(hit.severity).value_or(Severity::medium);
    issue.message = "The file " + name + " is by its name a secret (" + hit.title + ").";
    issue.evidence = {at(hit.span, name)};
    issue.remedy = "Move " + name
                   + " out of the project, or add it to .gitignore and .dockerignore; if "
                     "it was ever committed, make a new one.";
    issue.key = "file[" + name + "]";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "no secret file in the project");
}

} // namespace

Rule SE002() {
  return {.id = "SE002",
          .name = "secret-file-in-project",
          .title = "Secret file in the project",
          .severity = Severity::high,
          .items = {"H13"},
          .controls = {"CWE-538"},
          .tags = {"secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
