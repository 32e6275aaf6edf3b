// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/incident_document.hpp"

namespace secaudit::audit {

Grounds C11(const Known& known) {
  Grounds grounds;
  if (!needs_tree(known, grounds)) {
    return grounds;
  }
  const auto found = best_incident_document(*known.subjects.tree, known.detectors,
                                            known.policy.ages, known.policy.as_of);
  if (!found) {
    grounds.absent = {"SECURITY.md", "an incident response plan, runbook or playbook"};
    if (!known.subjects.tree->unreadable.empty()) {
      grounds.unreadable = Ground{"a folder of the project cannot be read", "", {}, ""};
      return grounds;
    }
    grounds.missing = Ground{"no document",
                             "Nothing says what to do when something happens.",
                             {},
                             "write SECURITY.md: contact, triage, contain, fix, recover, learn"};
    return grounds;
  }
  const std::string name = found->file.str();
  const std::string phases = std::to_string(found->phases.size()) + " of 6 phases";
  Ground ground{name + ", " + phases,
                name + " covers " + phases + ". " + found->age.sentence,
                {found->place},
                ""};
  if (found->placeholder) {
    ground.summary = name + ": placeholders left";
    ground.next_step = "replace the template's text and contact in " + name;
  } else if (!found->contact) {
    ground.summary = name + ": no contact";
    ground.next_step = "name a contact in " + name;
  } else if (found->phases.size() < incident_phases_needed) {
    ground.next_step = "add to " + name + ": " + listed(found->missing_phases, 6);
  } else if (!found->linked) {
    ground.summary = name + ", " + phases + ", not linked from README";
    ground.next_step = "link " + name + " from the README";
  } else if (found->age.stale) {
    ground.summary = name + ", " + phases + ", untouched for more than a year";
    ground.next_step = "read " + name + " again, bring names and steps up to date, and commit it";
  }
  (ground.next_step.empty() ? grounds.strong : grounds.partial) = std::move(ground);
  return grounds;
}

} // namespace secaudit::audit
