// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/from_rules.hpp"
#include "audit/checklist/items.hpp"
#include "base/text.hpp"

#include <set>

namespace secaudit::audit {

Grounds H10(const Known& known) {
  Grounds grounds;
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  if (known.active.size() < 2) {
    grounds.inapplicable = Ground{"a single service", "", {}, ""};
    return grounds;
  }
  grounds = from_rules(known, {.failing = {"CO304"},
                               .failing_from = model::Severity::high,
                               .warning = {"CO305", "CO306", "CO311"},
                               .clean = "segmented",
                               .not_looked = "networks not judged",
                               .nothing = "no network"});
  if (grounds.contrary || grounds.partial) {
    return grounds;
  }
  std::set<std::string> used;
  for (const model::Service* service : known.active) {
    for (const auto& network : service->networks) {
      used.insert(network.value);
    }
  }
  grounds.inapplicable.reset();
  grounds.unreadable.reset();
  grounds.strong.reset();
  if (used.size() > 1) {
    grounds.strong = Ground{counted(used.size(), "network"), "", {}, ""};
  } else if (!known.datastores.empty()) {
    grounds.partial = Ground{"all services share one network",
                             "",
                             {place_of_service(*known.datastores.front().service)},
                             "put " + known.datastores.front().service->name
                                 + " on a network of its own with internal: true"};
  } else {
    grounds.strong = Ground{"one network, no datastore in it", "", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
