// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/report.hpp"

#include <map>
#include <string>
#include <string_view>

namespace secaudit::report {

struct TerminalStyle {
  bool colour = false;
  bool unicode = true;           ///< "…" may be used
  int columns = 80;              ///< 0 = no cutting (not a terminal)
  bool verbose = false;          ///< all evidence below each item
  bool all = false;              ///< also findings of severity info
  std::string reports_directory; ///< "" when none was written
};

/// The coloured summary: the checklist in its order, findings folded by rule, due dates, gaps, the
/// next steps, the verdict. Every untrusted text is made printable.
std::string terminal(const model::Report& report, const TerminalStyle& style);

/// The whole report as JSON; docs/report.schema.json describes it. Byte-identical for equal
/// reports.
std::string json(const model::Report& report);

/// The files of `security-reports/`: name → content. One `<service>-report.txt` a service,
/// `summary.txt`, `report.json`, and those of W8 that the report has the data for.
std::map<std::string, std::string> report_files(const model::Report& report);

} // namespace secaudit::report
