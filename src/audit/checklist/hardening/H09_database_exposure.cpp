// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "rules/service_facts.hpp"

namespace secaudit::audit {

Grounds H9(const Known& known) {
  Grounds grounds;
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  grounds.rules = {"CO301"};
  std::vector<model::Evidence> evidence;
  bool loopback = false;
  for (const Datastore& store : known.datastores) {
    const rules::Exposure exposure = rules::exposure(*store.service, known.context);
    evidence.push_back(place_of_service(*store.service));
    loopback = loopback || exposure == rules::Exposure::loopback;
    if (exposure == rules::Exposure::none || exposure == rules::Exposure::loopback) {
      continue;
    }
    const bool has_port = !store.service->ports.empty();
    const model::Evidence place =
        has_port ? rules::at(store.service->ports.front().span,
                             rules::written(store.service->ports.front().value))
                 : place_of_service(*store.service);
    grounds.contrary = Ground{store.service->name + " is published  " + model::place_of(place),
                              "",
                              {place},
                              has_port ? "remove ports: of " + store.service->name
                                             + "; other services reach it by name"
                                       : "take " + store.service->name + " off the host's network"};
    return grounds;
  }
  if (known.datastores.empty()) {
    grounds.inapplicable = Ground{"no datastore", "", {}, ""};
  } else {
    grounds.strong =
        Ground{loopback ? "on loopback only" : "no datastore is published", "", evidence, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
