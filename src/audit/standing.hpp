// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"

namespace secaudit::audit {

/// Sets `first_seen`, `due` and `clock` (rules/checklist-and-proxy.md 4.2) from the policy's memory
/// of the fingerprint `known_as`; a finding never seen before starts today. A raised severity never
/// gives more time than there was; what is exploited is due at once.
void set_due_date(model::Finding& finding, const Policy& policy, const std::string& known_as);

/// Sets the standing from the suppressions. A suppression without a reason or past its end has no
/// effect; an ended one is named in `standing_reason`. Suppressed findings keep their dates.
void set_standing(model::Finding& finding, const Policy& policy);

/// An open finding at least as severe as `fail_on`; an overdue one counts one level higher.
bool reaches(const model::Finding& finding, base::Date as_of, model::Severity fail_on);

/// Whether a suppression's rule, which may end in `*`, names the rule.
bool names_rule(std::string_view pattern, std::string_view rule);

/// Whether the suppression names this finding: rule (or prefix with `*`), subject, path, and for
/// comments the line.
bool covers(const Suppression& suppression, const model::Finding& finding);

} // namespace secaudit::audit
