// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

namespace secaudit::rules {
namespace {

/// Two readers of such an archive see two different images.
bool is_deceptive(const std::string& code) {
  return code == "manifest-and-index-disagree" || code == "digest-mismatch"
         || code == "diff-id-mismatch" || code == "duplicate-entry" || code == "duplicate-json-key";
}

Verdict check(const model::ImageUse& use, const Context&) {
  std::vector<Issue> issues;
  for (const model::ArchiveProblem& problem : use.problems) {
    Issue issue;
    issue.severity = is_deceptive(problem.code) ? Severity::high : Severity::medium;
    issue.message = "The archive of " + use.reference + " is not sound (" + problem.code
                    + "): " + problem.message + ".";
    issue.evidence = {model::NoteEvidence{problem.message}};
    issue.remedy =
        "Do not load this archive; get the image from its source again and compare the digest.";
    issue.key = problem.code + ":" + problem.message;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "the archive is sound");
}

} // namespace

Rule IM801() {
  return {.id = "IM801",
          .name = "unsound-image-archive",
          .title = "Image archive is not sound",
          .severity = Severity::high,
          .items = {"C12"},
          .controls = {},
          .tags = {"image", "integrity"},
          .fix = Fix::none,
          .check = &check};
}

} // namespace secaudit::rules
