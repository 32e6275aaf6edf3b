// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/rule.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool has_template(const model::Subjects& subjects, const model::FileName& file) {
  if (!subjects.tree) {
    return false;
  }
  return std::any_of(subjects.tree->env_files.begin(), subjects.tree->env_files.end(),
                     [&](const auto& env) { return env.file == file && env.template_file; });
}

/// An ignored environment file is where secrets belong; CO408 says when it is not ignored.
bool is_ignored_environment(const model::Subjects& subjects, const model::FileName& file) {
  if (!subjects.tree) {
    return false;
  }
  const auto& files = subjects.tree->env_files;
  return std::any_of(files.begin(), files.end(), [&](const auto& env) {
    return env.file == file && !env.template_file && !env.tracked;
  });
}

Verdict check(const model::Subjects& subjects, const Context&) {
  if (!subjects.tree && subjects.secrets.empty()) {
    return not_applicable("no files were searched");
  }
  std::vector<Issue> issues;
  for (const model::SecretHit& hit : subjects.secrets) {
    if (!hit.image.empty() || !hit.span.known()
        || is_ignored_environment(subjects, hit.span.file)) {
      continue;
    }
    Issue issue;
    issue.severity = model::parse_severity(hit.severity).value_or(Severity::high);
    if (has_template(subjects, hit.span.file)) {
      issue.severity = std::min(issue.severity, Severity::medium);
    }
    issue.message = hit.title + " in " + hit.span.file.str() + " (" + hit.masked + ").";
    issue.evidence = {at(hit.span, hit.masked)};
    issue.remedy =
        "Revoke it where it was issued, then take it out of " + hit.span.file.str()
        + " and read it from the environment or a secret"
        + (subjects.tree && subjects.tree->is_git ? "; the git history still has it." : ".");
    issue.key = hit.format + "[" + hit.span.file.str() + "]";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "no secret in the project's files");
}

} // namespace

Rule SE001() {
  return {.id = "SE001",
          .name = "secret-in-file",
          .title = "Secret in a file of the project",
          .severity = Severity::high,
          .items = {"H13"},
          .controls = {"OWASP Top 10 A07", "CWE-798"},
          .tags = {"secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
