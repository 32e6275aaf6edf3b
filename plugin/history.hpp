// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"
#include "model/report.hpp"

#include <map>
#include <string>
#include <string_view>

namespace secaudit::plugin {

/// When each finding was seen (rules/checklist-and-proxy.md 4.2): `state.json` beside the reports,
/// one line a finding, meant to be committed or kept by CI.
struct History {
  struct Seen {
    base::Date first;
    base::Date last;
  };
  std::map<std::string, Seen> findings; ///< by fingerprint

  /// Where the clock of each finding starts.
  std::map<std::string, base::Date> first_seen(base::Date today) const;
  /// Notes the findings of a run. Those that were gone for more than 30 days start anew.
  void note(const model::Report& report);
};

/// What is no history, or of another version, gives an empty one.
History read_history(std::string_view json);
std::string to_json(const History& history);

} // namespace secaudit::plugin
