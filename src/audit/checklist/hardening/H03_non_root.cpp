// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/from_rules.hpp"
#include "audit/checklist/items.hpp"
#include "rules/service_facts.hpp"

namespace secaudit::audit {

Grounds H3(const Known& known) {
  if (!known.has_project()) {
    return from_rules(known, {.failing = {"IM101", "DF401", "DF402"},
                              .warning = {},
                              .clean = "not root",
                              .not_looked = "no image was looked at",
                              .nothing = "no image"});
  }
  using Kind = rules::RunsAs::Kind;
  Grounds grounds;
  grounds.rules = {"CO112", "DF401", "DF402"};
  std::vector<const model::Service*> root;
  std::vector<const model::Service*> unknown;
  Ground ground;
  for (const model::Service* service : known.active) {
    grounds.subjects.push_back(service->name);
    const rules::RunsAs runs = rules::runs_as(*service, known.context);
    const model::Evidence place = runs.span.known()
                                      ? rules::at(runs.span, service->name + ": " + runs.reason)
                                      : place_of_service(*service);
    if (runs.kind == Kind::root) {
      if (root.empty()) {
        ground.evidence.clear();
      }
      root.push_back(service);
      ground.evidence.push_back(place);
    } else if (runs.kind == Kind::unknown) {
      unknown.push_back(service);
    } else if (root.empty()) {
      ground.evidence.push_back(place);
    }
  }
  const std::string of_all = " of " + counted(known.active.size(), "service");
  if (known.active.empty()) {
    grounds.inapplicable = Ground{"no service", "", {}, ""};
  } else if (!root.empty()) {
    ground.summary = "root: " + names_of(root);
    ground.next_step = "give " + root.front()->name + " a user: of its own (user: or USER)";
    grounds.contrary = std::move(ground);
  } else if (!unknown.empty()) {
    grounds.unreadable = Ground{"user not known: " + names_of(unknown),
                                "",
                                {},
                                "build and read the images: docker secaudit compose"};
  } else {
    ground.summary = std::to_string(known.active.size()) + of_all;
    grounds.strong = std::move(ground);
  }
  return grounds;
}

} // namespace secaudit::audit
