// SPDX-License-Identifier: Apache-2.0
// What a scanner said, in our words (vulnerabilities.md section 1).
#pragma once

#include "model/vulnerability.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secaudit::vulns {

/// How a scanner's process ended and what it printed.
struct ToolOutput {
  std::string output;
  std::string errors;
  int exit_code = 0;
  bool timed_out = false;
  bool truncated = false; ///< it printed more than is kept
  bool cancelled = false;
};

/// What was read out of it.
struct ScanReading {
  bool recognised = false; ///< the text has a shape of this tool
  model::ScanState state = model::ScanState::not_audited;
  std::string reason; ///< of partial and not audited, one line
  std::string hint;
  std::vector<model::Vulnerability> vulnerabilities; ///< one an advisory, package and version
  /// npm audit: the range of affected versions by advisory and package.
  std::map<std::pair<std::string, std::string>, std::string> ranges;
  std::size_t unaudited = 0; ///< packages that the tool left out
  std::string version;
  std::string data_date;
};

/// Reads any output of a tool ("trivy", "grype", "scout", "snyk", "npm-audit", "pip-audit",
/// "osv-scanner"), of old and new versions, JSON and text, and judges the run: by what was parsed
/// first, then by the exit code, then by what stands on standard error (table 1.9). What looks
/// clean but was not audited is `not_audited`; what was audited in part is `partial`.
ScanReading read_scan(std::string_view tool, const ToolOutput& output);

/// The failure class of a message: reason and hint; both "" when no pattern of table 1.9 is in it.
struct Failure {
  std::string reason;
  std::string hint;
};
Failure failure_in(std::string_view tool, std::string_view text);

} // namespace secaudit::vulns
