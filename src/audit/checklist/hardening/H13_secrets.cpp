// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/search.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

void env_files(const model::ProjectTree& tree, Grounds& grounds) {
  for (const model::ProjectTree::EnvFile& file : tree.env_files) {
    if (file.template_file || outside_production(file.file.str())) {
      continue;
    }
    const std::string name = file.file.str();
    if (tree.is_git && file.tracked && !grounds.contrary) {
      grounds.contrary = Ground{name + " is in git",
                                "",
                                {in_file(file.file)},
                                "git rm --cached " + name + ", ignore it, replace its passwords"};
    } else if (tree.is_git && file.in_history && !grounds.partial) {
      grounds.partial = Ground{name + " was in git once",
                               "",
                               {in_file(file.file)},
                               "replace the passwords that stood in " + name};
    } else if (!file.ignored && !grounds.partial) {
      grounds.partial = Ground{name
                                   + (file.ignored_locally_only ? " is ignored on this machine only"
                                                                : " is not in .gitignore"),
                               "",
                               {in_file(file.file)},
                               "add " + name + " to .gitignore"};
    }
  }
}

const model::SecretHit* first_hit(const Known& known) {
  const auto& hits = known.subjects.secrets;
  const auto found = std::find_if(hits.begin(), hits.end(), [](const model::SecretHit& hit) {
    return (hit.severity == "critical" || hit.severity == "high")
           && !outside_production(hit.span.file.str());
  });
  return found == hits.end() ? nullptr : &*found;
}

void secret_in_files(const Known& known, Grounds& grounds) {
  const model::SecretHit* hit = first_hit(known);
  if (hit == nullptr) {
    return;
  }
  const model::Evidence place = hit->image.empty()
                                    ? rules::at(hit->span, hit->masked)
                                    : model::Evidence(model::ImageFileEvidence{
                                        hit->image, hit->layer.value_or(0), hit->path, "", ""});
  grounds.contrary = Ground{hit->title + "  " + model::place_of(place),
                            "",
                            {place},
                            "take it out, and replace it: it has to count as known"};
}

} // namespace

Grounds H13(const Known& known) {
  Grounds grounds;
  const Outcomes found = outcomes_of(known, {"SE*", "CO401", "CO402", "CO403", "CO404", "CO405",
                                             "CO407", "CO408", "DF5*", "IM4*"});
  grounds.rules.assign(found.rules.begin(), found.rules.end());
  if (found.worst_at_least(model::Severity::high)) {
    grounds.contrary = ground_of(found.open);
    return grounds;
  }
  secret_in_files(known, grounds);
  if (grounds.contrary) {
    return grounds;
  }
  if (known.subjects.tree) {
    env_files(*known.subjects.tree, grounds);
  }
  const Outcomes context = outcomes_of(known, {"CO513"});
  if (!grounds.contrary && !grounds.partial && !found.open.empty()) {
    grounds.partial = ground_of(found.open);
  } else if (!grounds.contrary && !grounds.partial && !context.open.empty()) {
    grounds.partial = ground_of(context.open);
  } else if (!grounds.contrary && !grounds.partial) {
    grounds.strong = Ground{"none found", "No secret was found in what was searched.", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
