// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"
#include "audit/judge.hpp"

#include <vector>

namespace secaudit::audit {

/// The suppressions in the comments of the compose files:
///
///     privileged: true  # secaudit:ignore=CO101 the driver needs it, until=2027-03-01
///
/// Several rules are joined by commas. A comment behind a value stands for its line, one on a line
/// of its own for the next line that is no comment. One that is not understood, or has no reason,
/// suppresses nothing and is told as an advisory Gap.
std::vector<Suppression> inline_suppressions(const model::Subjects& subjects,
                                             std::vector<model::Gap>& notices);

/// Tells the suppressions that suppress nothing: of a rule that does not exist, past their end, or
/// without a finding although the rule was decided in this run. Comments in Dockerfiles are left to
/// idle_comments() and DF904.
void tell_idle_suppressions(const Policy& policy, const std::vector<rules::Entry>& catalogue,
                            const Judgement& judgement, std::vector<model::Gap>& notices);

/// Our own comments in Dockerfiles that suppress nothing.
std::vector<rules::IdleComment> idle_comments(const Policy& policy,
                                              const std::vector<rules::Entry>& catalogue,
                                              const Judgement& judgement);

} // namespace secaudit::audit
