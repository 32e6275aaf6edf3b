// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "base/text.hpp"
#include "vulns/scanners/formats.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace secaudit::vulns {
namespace {

using boost::json::value;
using model::ScanState;

constexpr std::size_t longest_reason = 200;

ScanReading by_tool(std::string_view tool, const value& report) {
  using Reader = ScanReading (*)(const value&);
  constexpr std::array<std::pair<std::string_view, Reader>, 6> readers{{
      {"trivy", read_trivy},
      {"grype", read_grype},
      {"snyk", read_snyk},
      {"npm-audit", read_npm_audit},
      {"pip-audit", read_pip_audit},
      {"osv-scanner", read_osv_scanner},
  }};
  for (const auto& [name, reader] : readers) {
    if (name == tool) {
      return reader(report);
    }
  }
  return {};
}

ScanReading of_json(std::string_view tool, const value& report) {
  ScanReading reading = by_tool(tool, report);
  for (const auto reader : {read_sarif, read_cyclonedx, read_gitlab}) {
    if (!reading.recognised) {
      reading = reader(tool, report);
    }
  }
  return reading;
}

/// Some tools print lines of text before their JSON.
std::string_view from_first_brace(std::string_view text) {
  for (std::size_t line = 0; line < text.size();) {
    const std::size_t first = text.find_first_not_of(" \t", line);
    if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) {
      // "[TestName - 1]" and "[0m" begin text.
      const std::size_t next = text.find_first_not_of(" \t\r\n", first + 1);
      const bool json = text[first] == '{'
                        || (next != std::string_view::npos
                            && (text[next] == '{' || text[next] == ']' || text[next] == '"'));
      if (json) {
        return text.substr(first);
      }
    }
    const std::size_t end = text.find('\n', line);
    line = end == std::string_view::npos ? text.size() : end + 1;
  }
  return {};
}

std::string first_line(std::string_view text) {
  for (const std::string_view line : base::lines(text)) {
    const std::string_view content = base::trim(line);
    if (!content.empty()) {
      return base::truncate(base::printable(content), longest_reason);
    }
  }
  return {};
}

ScanReading parsed(std::string_view tool, const ToolOutput& output) {
  const std::string_view json = from_first_brace(output.output);
  if (json.empty()) {
    return read_text(tool, output.output);
  }
  const auto report = base::parse_json(json);
  if (!report) {
    ScanReading broken;
    broken.reason = "its JSON is broken (" + report.error().message + ")";
    return broken;
  }
  ScanReading reading = of_json(tool, *report);
  if (!reading.recognised && reading.reason.empty()) {
    reading.reason = "its JSON has an unknown shape";
    reading.hint = "tell us the version of the tool";
  }
  return reading;
}

/// Codes that go with a report that was read: npm, pip-audit, Snyk and OSV-Scanner use 1 for
/// findings, Grype and Scout 2.
bool code_fits(std::string_view tool, int code) {
  const bool one =
      tool == "npm-audit" || tool == "pip-audit" || tool == "snyk" || tool == "osv-scanner";
  const bool two = tool == "grype" || tool == "scout";
  return code == 0 || (code == 1 && one) || (code == 2 && two);
}

ScanReading not_audited(std::string reason, std::string hint = {}) {
  ScanReading reading;
  reading.reason = std::move(reason);
  reading.hint = std::move(hint);
  return reading;
}

ScanReading failed(std::string_view tool, const ToolOutput& output, ScanReading reading) {
  Failure failure = failure_in(tool, output.errors);
  if (failure.reason.empty()) {
    failure = failure_in(tool, output.output);
  }
  if (failure.reason.empty() && output.exit_code > 128 && reading.reason.empty()) {
    failure.reason = "it died of signal " + std::to_string(output.exit_code - 128);
  }
  if (failure.reason.empty() && !reading.reason.empty()) {
    return reading;
  }
  if (failure.reason.empty()) {
    const std::string said = first_line(output.errors.empty() ? output.output : output.errors);
    failure.reason = "it ended with " + std::to_string(output.exit_code)
                     + (said.empty() ? " and said nothing" : ": " + said);
  }
  return not_audited(std::move(failure.reason), std::move(failure.hint));
}

} // namespace

ScanReading read_scan(std::string_view tool, const ToolOutput& output) {
  if (output.cancelled) {
    return not_audited("cancelled");
  }
  if (output.timed_out) {
    return not_audited("it did not end in time", "give it more time with --scanner-timeout");
  }
  if (output.truncated) {
    return not_audited("it printed more than is read");
  }
  ScanReading reading = parsed(tool, output);
  if (!reading.recognised) {
    ScanReading told = failed(tool, output, std::move(reading));
    told.state = ScanState::not_audited;
    told.vulnerabilities.clear();
    return told;
  }
  const bool crashed = base::contains(output.errors, "panic:") || output.exit_code > 128;
  const bool judged = reading.state == ScanState::ok || reading.state == ScanState::findings;
  if (judged && (crashed || !code_fits(tool, output.exit_code))) {
    const ScanReading told = failed(tool, output, {});
    reading.state = reading.vulnerabilities.empty() ? ScanState::not_audited : ScanState::partial;
    reading.reason = told.reason;
    reading.hint = told.hint;
  }
  return reading;
}

} // namespace secaudit::vulns
