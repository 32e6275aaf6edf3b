// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/rule.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Issue issue_for(const model::ProjectTree::EnvFile& file, bool git) {
  const std::string name = file.file.str();
  const std::string base_name = name.substr(name.rfind('/') + 1);
  Issue issue;
  issue.key = "file[" + name + "]";
  issue.evidence = {at({file.file, {}, {}}, name)};
  if (file.tracked) {
    issue.severity = Severity::high;
    issue.message = name + " is tracked by git: its secrets are in the repository and its history.";
    issue.remedy =
        "Run `git rm --cached " + name + "`, add `" + base_name
        + "` to .gitignore, and change every secret in it; the history keeps the old ones.";
    return issue;
  }
  issue.severity = file.ignored_locally_only ? Severity::low : Severity::medium;
  issue.message = file.ignored_locally_only
                      ? name + " is ignored on this machine only; a colleague can still commit it."
                      : name + " is not ignored"
                            + (git ? ": the next `git add .` commits its secrets."
                                   : " by any .gitignore (git itself was not asked).");
  issue.remedy = "Add a line `" + base_name
                 + "` to .gitignore (`.env/` with a slash would name a folder only).";
  return issue;
}

Verdict check(const model::ProjectTree& tree, const Context&) {
  const bool has_ignore_file =
      std::any_of(tree.files.begin(), tree.files.end(), [](const model::FileName& file) {
        return file.str() == ".gitignore" || file.str().ends_with("/.gitignore");
      });
  if (!tree.is_git && !has_ignore_file) {
    return not_applicable("no git repository");
  }
  std::vector<Issue> issues;
  bool any = false;
  for (const model::ProjectTree::EnvFile& file : tree.env_files) {
    any = any || !file.template_file;
    if (!file.template_file && (file.tracked || !file.ignored)) {
      issues.push_back(issue_for(file, tree.is_git));
    }
  }
  return any ? from_issues(std::move(issues), "environment files are ignored")
             : not_applicable("no environment file");
}

} // namespace

Rule CO408() {
  return {.id = "CO408",
          .name = "secret-file-not-ignored",
          .title = "Environment file is tracked or not ignored",
          .severity = Severity::high,
          .items = {"H13"},
          .controls = {"OWASP-Docker 12"},
          .tags = {"project", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
