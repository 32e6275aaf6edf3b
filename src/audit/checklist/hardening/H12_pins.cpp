// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/search.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

const model::Requirement* first_loose(const model::Manifest& manifest) {
  const auto found =
      std::find_if(manifest.requirements.begin(), manifest.requirements.end(),
                   [](const model::Requirement& r) { return !r.pinned && !r.development; });
  return found == manifest.requirements.end() ? nullptr : &*found;
}

bool has_bot(const Known& known) {
  return known.subjects.tree
         && !files_like(*known.subjects.tree, {".github/dependabot.y*ml", "renovate.json*",
                                               ".renovaterc*", ".github/renovate.json*"})
                 .empty();
}

} // namespace

Grounds H12(const Known& known) {
  Grounds grounds;
  std::vector<model::Evidence> pinned;
  for (const model::Manifest& manifest : known.subjects.manifests) {
    if (outside_production(manifest.file.str())) {
      continue;
    }
    const model::Requirement* loose = first_loose(manifest);
    if (manifest.lock && manifest.lock_in_step == false) {
      if (!grounds.partial) {
        grounds.partial = Ground{manifest.lock->str() + " is out of step",
                                 manifest.lock_problem,
                                 {in_file(*manifest.lock)},
                                 "write the lock file anew"};
      }
    } else if (loose != nullptr && !manifest.lock) {
      if (!grounds.contrary) {
        grounds.contrary = Ground{loose->name + loose->constraint + " not pinned  "
                                      + model::to_string(loose->span),
                                  "",
                                  {rules::at(loose->span, loose->name + loose->constraint)},
                                  "pin " + loose->name + " to one version, or add a lock file"};
      }
    } else if (!manifest.requirements.empty()) {
      pinned.push_back(in_file(manifest.lock ? *manifest.lock : manifest.file));
    }
  }
  if (!pinned.empty() && !grounds.partial) {
    if (has_bot(known)) {
      grounds.strong =
          Ground{counted(pinned.size(), "manifest") + " pinned, updates proposed", "", pinned, ""};
    } else {
      grounds.partial = Ground{"pinned, but no update bot", "", pinned,
                               "add .github/dependabot.yml or renovate.json"};
    }
  }
  if (pinned.empty() && !grounds.partial && !grounds.contrary) {
    grounds.inapplicable = Ground{"no manifest names dependencies", "", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
