// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/from_rules.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

std::vector<std::string> names(const std::set<std::string>& set) {
  return {set.begin(), set.end()};
}

void add_rules(Grounds& grounds, const Outcomes& outcomes) {
  grounds.rules.insert(grounds.rules.end(), outcomes.rules.begin(), outcomes.rules.end());
}

} // namespace

Grounds from_rules(const Known& known, const RuleRow& row) {
  Grounds grounds;
  const Outcomes hard = outcomes_of(known, row.failing);
  const Outcomes soft = outcomes_of(known, row.warning);
  add_rules(grounds, hard);
  add_rules(grounds, soft);
  std::vector<const model::Finding*> fails;
  std::vector<const model::Finding*> warns = soft.open;
  for (const model::Finding* finding : hard.open) {
    (finding->severity >= row.failing_from ? fails : warns).push_back(finding);
  }
  std::set<std::string> unknown = hard.unknown;
  unknown.insert(soft.unknown.begin(), soft.unknown.end());
  if (!fails.empty()) {
    grounds.contrary = ground_of(fails);
  } else if (!warns.empty()) {
    grounds.partial = ground_of(warns);
  } else if (!unknown.empty()) {
    grounds.unreadable = Ground{row.not_looked + ": " + listed(names(unknown), 2), "", {}, ""};
  } else if (!hard.passed.empty() || !soft.passed.empty()) {
    grounds.strong = Ground{row.clean, "", {}, ""};
  } else if (hard.any() || soft.any()) {
    grounds.inapplicable = Ground{row.nothing, "", {}, ""};
  } else {
    grounds.unreadable = Ground{row.not_looked, "", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
