// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/report.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::report {

/// "1 service", "3 services".
std::string counted(std::size_t count, std::string_view noun);

/// Findings that stand, by severity, and those that do not.
struct Totals {
  std::size_t critical = 0, high = 0, medium = 0, low = 0, info = 0, waived = 0;
};
Totals totals(const model::Report& report);

/// Checklist items by verdict.
struct Verdicts {
  std::size_t pass = 0, fail = 0, warn = 0, attest = 0, not_applicable = 0, unknown = 0;
};
Verdicts verdicts(const std::vector<model::ChecklistItem>& items);

/// "6 of 12 satisfied, 3 failed, 2 warnings, 1 needs attestation"; rows that do not apply count as
/// neither.
std::string verdict_line(const std::vector<model::ChecklistItem>& items);

/// The sentence a report ends with: ready or not, and why.
std::string conclusion(const model::Report& report);

/// Open findings of one rule and severity, told as one.
struct Fold {
  std::string rule;
  std::string title;
  model::Severity severity = model::Severity::info;
  std::vector<const model::Finding*> findings;
  std::size_t subjects = 0;
};
/// Worst first, then by rule. Information is left out unless `all`.
std::vector<Fold> folds(const model::Report& report, bool all);

/// "4 of 6 services: Memory is not limited (CO601)", or "db: …" for a single one.
std::string headline(const Fold& fold, const model::Report& report);

/// The first place of a finding, or its subject.
std::string place(const model::Finding& finding);

/// "due today", "due in 3 days", "overdue 2 days", or "".
std::string due_text(const model::Finding& finding, base::Date today);

} // namespace secaudit::report
