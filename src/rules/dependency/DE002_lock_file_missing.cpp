// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 5> with_lock_files = {"npm", "pipenv", "poetry", "composer",
                                                             "gem"};

Verdict check(const model::Manifest& manifest, const Context&) {
  const bool wants_lock = std::find(with_lock_files.begin(), with_lock_files.end(), manifest.kind)
                          != with_lock_files.end();
  if (!wants_lock || manifest.requirements.empty()) {
    return not_applicable("needs no lock file");
  }
  if (manifest.lock) {
    return pass("lock file " + manifest.lock->str(), {at({*manifest.lock, {}, {}})});
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message =
      manifest.file.str()
      + " has no lock file: the versions of what its dependencies depend on are decided at "
        "each build.";
  issue.evidence = {at({manifest.file, {1, 1}, {1, 1}}, "no lock file beside it")};
  issue.remedy =
      manifest.kind == "npm"
          ? "Run `npm install --package-lock-only`, commit package-lock.json and build with "
            "`npm ci`."
          : "Create the lock file of " + manifest.kind + ", commit it and install by it.";
  issue.key = "lock";
  return fail(std::move(issue));
}

} // namespace

Rule DE002() {
  return {.id = "DE002",
          .name = "lock-file-missing",
          .title = "No lock file",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
