// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/incident_document.hpp"

namespace secaudit::audit {

Grounds H15(const Known& known) {
  Grounds grounds;
  if (!needs_tree(known, grounds)) {
    return grounds;
  }
  const auto found = best_incident_document(*known.subjects.tree, known.detectors,
                                            known.policy.ages, known.policy.as_of);
  if (!found) {
    grounds.absent = {"SECURITY.md"};
    if (!known.subjects.tree->unreadable.empty()) {
      grounds.unreadable = Ground{"a folder of the project cannot be read", "", {}, ""};
      return grounds;
    }
    grounds.missing = Ground{
        "no SECURITY.md", "", {}, "write SECURITY.md: scanning, remediation, checklist, incidents"};
    return grounds;
  }
  std::vector<std::string> lacks;
  if (!found->scanning) {
    lacks.emplace_back("scanning");
  }
  if (!found->remediation) {
    lacks.emplace_back("remediation");
  }
  if (!found->checklist) {
    lacks.emplace_back("deployment checklist");
  }
  if (found->phases.size() < incident_phases_needed) {
    lacks.emplace_back("incident response");
  }
  if (!found->linked) {
    lacks.emplace_back("link from README");
  }
  const std::string name = found->file.str();
  const std::string age = ". " + found->age.sentence;
  if (!lacks.empty()) {
    grounds.partial = Ground{name + " lacks " + listed(lacks),
                             name + " lacks " + listed(lacks, 5) + age,
                             {found->place},
                             "add to " + name + ": " + listed(lacks, 5)};
  } else if (found->age.stale) {
    grounds.partial = Ground{name + ", untouched for more than a year",
                             name + " has all parts" + age,
                             {found->place},
                             "read " + name + " again and commit what has changed"};
  } else {
    grounds.strong = Ground{name, name + " has all parts" + age, {found->place}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
