// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "base/text.hpp"
#include "vulns/scanners/formats.hpp"
#include "vulns/scanners/json_parts.hpp"

#include <boost/json.hpp>

namespace secaudit::vulns {
namespace {

using model::ScanState;
using model::Vulnerability;

std::string fix_state(std::string_view status) {
  if (status == "will_not_fix") {
    return "will not fix";
  }
  if (status == "fix_deferred") {
    return "fix deferred";
  }
  return status == "end_of_life" ? "end of life" : "";
}

Vulnerability vulnerability(const value& item) {
  Vulnerability v =
      found_by("trivy", std::string(text(item, "VulnerabilityID")), text(item, "Severity"));
  for (const value& alias : list(item, "VendorIDs")) {
    v.bundles.push_back(text_of(alias));
  }
  if (const value* identifier = base::find(item, "PkgIdentifier")) {
    set_package(v, text(*identifier, "PURL"));
  }
  v.package = text(item, "PkgName");
  v.version = text(item, "InstalledVersion");
  v.path = text(item, "PkgPath");
  v.fixed = first_fix(text(item, "FixedVersion"));
  v.fix_state = v.fixed ? "" : fix_state(text(item, "Status"));
  v.summary = text(item, "Title");
  v.url = text(item, "PrimaryURL");
  if (const std::string source(text(item, "SeveritySource")); v.severity_known && !source.empty()) {
    v.severity_source = "trivy (" + source + ")";
  }
  return v;
}

/// An operating system that Trivy does not know, or with no feed any more, looks clean.
void judge_silence(const value& report, bool packages, ScanReading& reading) {
  const value* metadata = base::find(report, "Metadata");
  const value* os = metadata == nullptr ? nullptr : base::find(*metadata, "OS");
  const bool image = text(report, "ArtifactType") == "container_image";
  if (os != nullptr && base::boolean_at(*os, "EOSL").value_or(false)) {
    const std::string name =
        std::string(text(*os, "Family")) + " " + std::string(text(*os, "Name"));
    reading.state = ScanState::partial;
    reading.reason = name + " gets no security updates any more, and no advisories";
    reading.hint = "move to a release that is cared for";
  } else if (!packages && reading.vulnerabilities.empty() && !list(report, "Results").empty()) {
    reading.reason = "it looked for other things than vulnerabilities";
    reading.hint = "add vuln to its scanners";
  } else if (image && os == nullptr && !packages && reading.vulnerabilities.empty()) {
    reading.state = ScanState::not_audited;
    reading.reason = "it found neither an operating system nor packages in the image";
  }
}

} // namespace

ScanReading read_trivy(const value& report) {
  ScanReading reading;
  // Schema 1, before version 0.20, is the bare list.
  const bool old = report.is_array();
  const bool shaped =
      old ? !report.get_array().empty() && base::find(report.get_array().front(), "Target")
          : base::find(report, "Results") != nullptr || base::find(report, "SchemaVersion");
  if (!shaped) {
    return reading;
  }
  bool packages = false;
  bool vulnerability_results = false;
  for (const value& result : old ? report.get_array() : list(report, "Results")) {
    const std::string_view kind = text(result, "Class");
    packages =
        packages || !list(result, "Packages").empty() || kind == "os-pkgs" || kind == "lang-pkgs";
    vulnerability_results =
        vulnerability_results || packages || base::find(result, "Vulnerabilities") != nullptr;
    for (const value& item : list(result, "Vulnerabilities")) {
      reading.vulnerabilities.push_back(vulnerability(item));
      if (reading.vulnerabilities.back().path.empty() && kind == "lang-pkgs") {
        reading.vulnerabilities.back().path = text(result, "Target");
      }
    }
  }
  if (const value* trivy = base::find(report, "Trivy")) {
    reading.version = text(*trivy, "Version");
  }
  if (!old) {
    judge_silence(report, packages || vulnerability_results, reading);
  }
  conclude(reading);
  return reading;
}

} // namespace secaudit::vulns
