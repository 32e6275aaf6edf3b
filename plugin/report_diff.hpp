// SPDX-License-Identifier: Apache-2.0
// What changed from one report to the next (rules/checklist-and-proxy.md 4.3).
#pragma once

#include "base/result.hpp"
#include "model/report.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secaudit::plugin {

/// The report of the run before, beside report.json.
inline constexpr const char* previous_report_name = "report-previous.json";

/// What of a finding is compared.
struct PastFinding {
  std::string fingerprint, rule, subject, severity;
  std::string what; ///< title, or fault and package
  std::string package, fixed;
  std::set<std::string> names;   ///< of a fault: id and aliases
  std::set<std::string> sources; ///< of a fault
  bool waived = false;
};

struct PastReport {
  std::string kind;
  std::string data_of; ///< day of the advisory data
  std::vector<PastFinding> findings;
  std::map<std::pair<std::string, std::string>, model::Outcome> checks; ///< rule, subject → outcome
  std::set<std::string> audited; ///< sources of vulnerabilities that worked in that run
};

struct DiffEntry {
  PastFinding finding;
  std::string note;
};

struct Diff {
  std::string warning; ///< why the two can hardly be compared
  std::vector<DiffEntry> fixed, added, changed, remaining, not_checked, waived;
};

PastReport past_of(const model::Report& report);

/// Reads a report.json; `name` is for messages.
base::Result<PastReport> read_past_report(std::string_view text, const std::string& name);

/// Findings are the same by fingerprint, or by another name of the same fault. What was not looked
/// at in the newer report is not fixed.
Diff diff_of(const PastReport& old, const PastReport& now);

std::string diff_text(const Diff& diff);
std::string diff_json(const Diff& diff);

} // namespace secaudit::plugin
