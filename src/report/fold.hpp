// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/report.hpp"

#include <string>
#include <vector>

namespace secaudit::report {

/// The open findings of one rule with one severity.
struct Fold {
  std::string rule;
  std::string title;
  model::Severity severity = model::Severity::info;
  std::vector<const model::Finding*> findings; ///< in the report's order
};

/// Open findings by rule and severity, worst first, then by rule; info only when asked for.
std::vector<Fold> fold(const model::Report& report, bool with_info);

/// Number of open findings of a severity.
std::size_t count_open(const model::Report& report, model::Severity severity);

} // namespace secaudit::report
