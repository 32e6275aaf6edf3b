// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"
#include "base/date.hpp"
#include "base/result.hpp"
#include "model/report.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::plugin {

/// When each finding was seen (rules/checklist-and-proxy.md 4.2): `state.json` beside the reports,
/// one line a finding, meant to be committed or kept by CI. Lines of two branches may be merged in
/// any order; of a fingerprint that stands there twice the earlier first sight and the later last
/// one count.
struct History {
  struct Seen {
    base::Date first;
    base::Date last;
    std::optional<model::Severity> severity; ///< at the last sight
    std::optional<base::Date> due;           ///< where something moved it: a raised severity
    std::string what;                        ///< for people: rule, subject, fault
  };
  std::map<std::string, Seen> findings; ///< by fingerprint

  /// What the audit needs to know of earlier runs. Those that were gone for more than 30 days start
  /// anew.
  std::map<std::string, audit::Past> past(base::Date today) const;
  /// Notes the findings of a run, and forgets what was not seen for more than a year.
  void note(const model::Report& report);
};

/// An error for what is no history, or of another version: its clocks are not known.
base::Result<History> read_history(std::string_view json);
std::string to_json(const History& history);

} // namespace secaudit::plugin
