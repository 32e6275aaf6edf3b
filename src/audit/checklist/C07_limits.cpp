// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"

#include <string>
#include <type_traits>

namespace secaudit::audit {
namespace {

template <typename T>
bool limited(const std::optional<model::Sourced<T>>& limit) {
  if constexpr (std::is_same_v<T, std::string>) {
    return limit && !limit->value.empty() && limit->value != "0";
  } else {
    return limit && limit->value > 0;
  }
}

struct Missing {
  std::vector<const model::Service*> memory, cpus, pids;
};

} // namespace

Grounds C7(const Known& known) {
  Grounds grounds;
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  const auto& services = known.long_running;
  if (services.empty()) {
    grounds.inapplicable = Ground{"no long-running service", "", {}, ""};
    return grounds;
  }
  const Outcomes outcomes = outcomes_for(known, "C7", {"CO601", "CO602", "CO603"});
  grounds.rules.assign(outcomes.rules.begin(), outcomes.rules.end());
  Missing missing;
  Ground ground;
  for (const model::Service* service : services) {
    grounds.subjects.push_back(service->name);
    const model::Limits& limits = service->limits;
    if (limited(limits.memory)) {
      ground.evidence.push_back(
          rules::at(limits.memory->span, service->name + ": memory " + limits.memory->value));
    } else {
      missing.memory.push_back(service);
    }
    if (!limited(limits.cpus)) {
      missing.cpus.push_back(service);
    }
    if (!limited(limits.pids)) {
      missing.pids.push_back(service);
    }
  }
  const std::string of_all = " of " + counted(services.size(), "service");
  if (!missing.memory.empty()) {
    ground.evidence = {place_of_service(*missing.memory.front())};
    ground.summary = "no memory limit: " + std::to_string(missing.memory.size()) + of_all;
    ground.reason = "Without a memory limit: " + names_of(missing.memory, 10) + ".";
    ground.next_step = "set deploy.resources.limits.memory of " + names_of(missing.memory);
    // The platform may limit what the file does not: a lack, which an attestation can fill.
    grounds.missing = std::move(ground);
  } else if (!missing.cpus.empty()) {
    ground.summary = "memory yes, no CPU limit: " + names_of(missing.cpus, 2);
    ground.next_step = "set deploy.resources.limits.cpus of " + names_of(missing.cpus);
    grounds.partial = std::move(ground);
  } else if (!missing.pids.empty()) {
    ground.summary = "memory, CPU; no pids limit: " + names_of(missing.pids, 2);
    ground.next_step = "set deploy.resources.limits.pids of " + names_of(missing.pids);
    grounds.partial = std::move(ground);
  } else {
    ground.summary = "memory, CPU, pids on " + std::to_string(services.size()) + of_all;
    grounds.strong = std::move(ground);
  }
  return grounds;
}

} // namespace secaudit::audit
