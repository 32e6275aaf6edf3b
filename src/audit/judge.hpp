// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"

namespace secaudit::audit {

/// What the rules said: a check for each rule and subject, a finding for each issue.
struct Judgement {
  std::vector<model::Check> checks;     ///< sorted by rule, subject
  std::vector<model::Finding> findings; ///< worst first, then rule, subject, place
};

/// The order of findings in a report: worst first, then rule, subject, place.
void sort_findings(std::vector<model::Finding>& findings);

/// Applies every rule to every subject of its kind. Findings about services of inactive profiles
/// become information, because nothing starts them.
Judgement judge(const std::vector<rules::Entry>& catalogue, const rules::Context& context,
                const Policy& policy);

} // namespace secaudit::audit
