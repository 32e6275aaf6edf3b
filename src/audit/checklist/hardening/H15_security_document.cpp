// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/incident_document.hpp"

namespace secaudit::audit {

Grounds H15(const Known& known) {
  Grounds grounds;
  if (!needs_tree(known, grounds)) {
    return grounds;
  }
  const auto found = best_incident_document(*known.subjects.tree, known.detectors);
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
  if (lacks.empty()) {
    grounds.strong = Ground{name, "", {found->place}, ""};
  } else {
    grounds.partial = Ground{name + " lacks " + listed(lacks),
                             "",
                             {found->place},
                             "add to " + name + ": " + listed(lacks, 5)};
  }
  return grounds;
}

} // namespace secaudit::audit
