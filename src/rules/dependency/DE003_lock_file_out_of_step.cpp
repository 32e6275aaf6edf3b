// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Manifest& manifest, const Context&) {
  if (!manifest.lock) {
    return not_applicable("no lock file");
  }
  if (!manifest.lock_in_step) {
    return unknown("whether " + manifest.lock->str() + " is in step could not be told");
  }
  if (*manifest.lock_in_step) {
    return pass("in step with " + manifest.lock->str());
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = manifest.lock->str() + " does not match " + manifest.file.str()
                  + (manifest.lock_problem.empty() ? "" : ": " + manifest.lock_problem)
                  + ". A strict installation fails, a lenient one ignores the lock.";
  issue.evidence = {at({*manifest.lock, {1, 1}, {1, 1}}, manifest.lock_problem),
                    at({manifest.file, {1, 1}, {1, 1}})};
  issue.remedy = manifest.kind == "npm"
                     ? "Run `npm install --package-lock-only` and commit the result."
                     : "Write the lock file anew and commit it.";
  issue.key = "lock";
  return fail(std::move(issue));
}

} // namespace

Rule DE003() {
  return {.id = "DE003",
          .name = "lock-file-out-of-step",
          .title = "Lock file does not match the manifest",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
