// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/rule.hpp"
#include "rules/secret_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

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

bool counts(const model::Subjects& subjects, const model::SecretHit& hit) {
  return hit.image.empty() && hit.span.known() && !is_ignored_environment(subjects, hit.span.file);
}

Severity severity_of(const model::Subjects& subjects, const model::SecretHit& hit) {
  const Severity severity = model::parse_severity(hit.severity).value_or(Severity::high);
  return has_template(subjects, hit.span.file) ? std::min(severity, Severity::medium) : severity;
}

/// Files of `places`, each once, in words.
std::string other_files(const SecretPlaces& places) {
  std::set<std::string> names;
  for (const model::SecretHit* place : places) {
    names.insert(place->span.file.str());
  }
  names.erase(places.front()->span.file.str());
  return names.empty()       ? ""
         : names.size() == 1 ? " and " + *names.begin()
                             : fmt::format(" and {} other files", names.size());
}

Issue tell(const model::Subjects& subjects, const SecretPlaces& places) {
  const model::SecretHit& hit = *places.front();
  const std::string files = hit.span.file.str() + other_files(places);
  Issue issue;
  issue.severity = severity_of(subjects, hit);
  for (const model::SecretHit* place : places) {
    issue.severity = std::max(issue.severity, severity_of(subjects, *place));
    if (issue.evidence.size() < most_secret_places) {
      issue.evidence.push_back(at(place->span, place->masked));
    }
  }
  issue.message = hit.title + " in " + files + " (" + hit.masked + ").";
  issue.remedy =
      "Revoke it where it was issued, then take it out of " + files
      + " and read it from the environment or a secret"
      + (subjects.tree && subjects.tree->is_git ? "; the git history still has it." : ".");
  issue.key = hit.format + "[" + hit.span.file.str() + "]";
  return issue;
}

/// Equal values are one secret; of what is equal to nothing known each place is one.
std::string identity(const model::SecretHit& hit) {
  return hit.format + "\n"
         + (hit.group == 0 ? model::to_string(hit.span) : std::to_string(hit.group));
}

Verdict check(const model::Subjects& subjects, const Context&) {
  if (!subjects.tree && subjects.secrets.empty()) {
    return not_applicable("no files were searched");
  }
  const auto secrets = gathered(subjects.secrets, [&](const model::SecretHit& hit) {
    return counts(subjects, hit) ? identity(hit) : std::string();
  });
  std::vector<Issue> issues;
  issues.reserve(secrets.size());
  for (const SecretPlaces& places : secrets) {
    issues.push_back(tell(subjects, places));
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
