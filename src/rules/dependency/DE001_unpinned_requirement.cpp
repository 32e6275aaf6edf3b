// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/rule.hpp"

namespace secaudit::rules {
namespace {

/// With a lock file the installed versions are fixed although the manifest has ranges.
bool locked(const model::Manifest& manifest) {
  return manifest.lock && manifest.lock_in_step.value_or(true);
}

std::string remedy_for(const model::Manifest& manifest) {
  if (manifest.kind == "pip") {
    return "Pin them in " + manifest.file.str()
           + " (`name==1.2.3`), best with `pip-compile --generate-hashes`, and install with `pip "
             "install --require-hashes`.";
  }
  if (manifest.kind == "npm") {
    return "Commit the lock file (`npm install` writes package-lock.json) and install with `npm "
           "ci`.";
  }
  return "Commit the lock file of " + manifest.kind + " and install by it.";
}

Verdict check(const model::Manifest& manifest, const Context& context) {
  std::vector<model::Evidence> evidence;
  std::vector<std::string> names;
  for (const model::Requirement& need : manifest.requirements) {
    if (!need.pinned && (!need.development || context.strict)) {
      names.push_back(need.name);
      evidence.push_back(at(need.span, need.name + need.constraint));
    }
  }
  if (names.empty()) {
    return pass("every requirement is pinned");
  }
  if (locked(manifest) && !context.strict) {
    return pass("pinned by " + manifest.lock->str());
  }
  const std::size_t all = names.size();
  if (all > 5) {
    names.resize(5);
  }
  Issue issue;
  issue.severity = locked(manifest) ? Severity::info : Severity::medium;
  issue.message = std::to_string(all) + " requirements of " + manifest.file.str()
                  + " are not pinned to a version (" + base::join(names, ", ")
                  + (all > 5 ? ", …" : "")
                  + "): each build may install something that nobody has tested or looked at.";
  issue.evidence = std::move(evidence);
  issue.remedy = remedy_for(manifest);
  issue.key = "unpinned";
  return fail(std::move(issue));
}

} // namespace

Rule DE001() {
  return {.id = "DE001",
          .name = "unpinned-requirement",
          .title = "Dependencies without a fixed version",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {"OWASP Top 10 A06"},
          .tags = {"dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
