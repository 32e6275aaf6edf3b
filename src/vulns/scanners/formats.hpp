// SPDX-License-Identifier: Apache-2.0
// The readers of single formats. Each takes what has its shape and says so by `recognised`.
#pragma once

#include "vulns/scanners/reading.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::vulns {

ScanReading read_trivy(const boost::json::value& report);
ScanReading read_grype(const boost::json::value& report);
ScanReading read_snyk(const boost::json::value& report);
ScanReading read_npm_audit(const boost::json::value& report);
ScanReading read_pip_audit(const boost::json::value& report);
ScanReading read_osv_scanner(const boost::json::value& report);

// Shapes that several tools write.
ScanReading read_sarif(std::string_view tool, const boost::json::value& report);
ScanReading read_cyclonedx(std::string_view tool, const boost::json::value& report);
ScanReading read_gitlab(std::string_view tool, const boost::json::value& report);

/// Text for people: Scout's packages list, tables of npm, pip-audit, Grype, Snyk, OSV-Scanner,
/// JUnit of Trivy.
ScanReading read_text(std::string_view tool, std::string_view text);
ScanReading read_scout_text(std::string_view text);

// What they share.

/// A fault with its source; `severity` in the tool's own word, unknown words leave it unrated.
model::Vulnerability found_by(std::string_view tool, std::string id, std::string_view severity);
/// "moderate", "Negligible", "CRITICAL" → ours.
std::optional<model::Severity> severity_word(std::string_view word);
/// The first of a list of fixed versions "1.2, 1.3"; nothing for "", "not fixed".
std::optional<std::string> first_fix(std::string_view list);
void set_package(model::Vulnerability& v, std::string_view purl);
/// Sets ok or findings, and drops repeated entries.
void conclude(ScanReading& reading);
/// A GHSA or CVE inside of a text; "" when there is none.
std::string advisory_name_in(std::string_view text);
/// Ids and names of every advisory kind: letters, digits and dashes only.
bool plausible_id(std::string_view text);

} // namespace secaudit::vulns
