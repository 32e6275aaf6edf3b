// SPDX-License-Identifier: Apache-2.0
// What the writers say about a report, apart from how they say it.
#pragma once

#include "model/report.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace secaudit::report {

/// "7 of 12 satisfied, 2 failed, 1 warning, 1 needs attestation, 1 not applicable".
std::string verdict_counts(const std::vector<model::ChecklistItem>& items);

struct DueCounts {
  std::size_t overdue = 0, today = 0, week = 0, month = 0;
  std::size_t total() const { return overdue + today + week + month; }
};
DueCounts due_counts(const model::Report& report);

/// Something to do, the most urgent first.
struct Step {
  std::string item; ///< C3, or a rule's id
  std::string text;
  std::string place;
};
std::vector<Step> next_steps_of(const model::Report& report);

struct Conclusion {
  model::Verdict verdict = model::Verdict::unknown;
  std::string text;
};
Conclusion conclude(const model::Report& report);

/// A finding's place: "compose.yaml:4:5" with further places counted.
std::string place_line(const model::Finding& finding);
/// A piece of evidence in one line: its place and what stands there.
std::string evidence_line(const model::Evidence& evidence);

} // namespace secaudit::report
