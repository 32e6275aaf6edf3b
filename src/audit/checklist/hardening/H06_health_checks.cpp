// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/from_rules.hpp"
#include "audit/checklist/items.hpp"
#include "rules/service_facts.hpp"

namespace secaudit::audit {

Grounds H6(const Known& known) {
  if (!known.has_project()) {
    return from_rules(known, {.failing = {"IM501"},
                              .warning = {},
                              .clean = "health check in the image",
                              .not_looked = "no image was looked at",
                              .nothing = "no image"});
  }
  using Kind = rules::HealthState::Kind;
  Grounds grounds;
  grounds.rules = {"CO604"};
  std::vector<const model::Service*> without;
  std::vector<const model::Service*> unknown;
  for (const model::Service* service : known.long_running) {
    grounds.subjects.push_back(service->name);
    const Kind kind = rules::health_of(*service, known.context).kind;
    if (kind == Kind::absent || kind == Kind::disabled) {
      without.push_back(service);
    } else if (kind == Kind::unknown) {
      unknown.push_back(service);
    }
  }
  const Outcomes void_checks = outcomes_of(known, {"CO605"});
  const std::string all = std::to_string(known.long_running.size());
  if (known.long_running.empty()) {
    grounds.inapplicable = Ground{"no long-running service", "", {}, ""};
  } else if (!without.empty()) {
    grounds.contrary = Ground{"none: " + names_of(without),
                              "",
                              {place_of_service(*without.front())},
                              "give " + without.front()->name + " a healthcheck: with a test"};
  } else if (!void_checks.open.empty()) {
    grounds.partial = ground_of(void_checks.open);
  } else if (!unknown.empty()) {
    grounds.unreadable = Ground{"depends on the image: " + names_of(unknown),
                                "",
                                {},
                                "read the images: docker secaudit compose"};
  } else {
    grounds.strong = Ground{all + " of " + all + " services", "", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
