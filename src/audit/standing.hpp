// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"

namespace secaudit::audit {

/// Days from the first sight of a finding to its due date; nothing when it has none
/// (rules/checklist-and-proxy.md 4.2: CRITICAL at once, HIGH 7, MEDIUM 30, LOW when convenient).
std::optional<int> days_to_fix(model::Severity severity);

/// Sets `first_seen` and `due` from the policy's memory; a finding never seen before starts today.
void set_due_date(model::Finding& finding, const Policy& policy);

/// Sets the standing from the suppressions. A suppression without a reason or past its end has no
/// effect; an ended one is named in `standing_reason`. Suppressed findings keep their dates.
void set_standing(model::Finding& finding, const Policy& policy);

/// Whether a suppression's rule, which may end in `*`, names the rule.
bool names_rule(std::string_view pattern, std::string_view rule);

/// Whether the suppression names this finding: rule (or prefix with `*`), subject, path, and for
/// comments the line.
bool covers(const Suppression& suppression, const model::Finding& finding);

} // namespace secaudit::audit
