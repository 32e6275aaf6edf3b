// SPDX-License-Identifier: Apache-2.0
#include "vulns/scanners/formats.hpp"
#include "vulns/scanners/json_parts.hpp"

namespace secaudit::vulns {
namespace {

using model::Vulnerability;

void read_fix(const value& vulnerability, Vulnerability& v) {
  const value* fix = base::find(vulnerability, "fix");
  if (fix == nullptr) {
    return;
  }
  for (const value& version : list(*fix, "versions")) {
    if (!v.fixed) {
      v.fixed = first_fix(text_of(version));
    }
  }
  v.fix_state = text(*fix, "state") == "wont-fix" ? "will not fix" : "";
}

void read_artifact(const value& artifact, Vulnerability& v) {
  set_package(v, text(artifact, "purl"));
  v.package = text(artifact, "name");
  v.version = text(artifact, "version");
  for (const value& location : list(artifact, "locations")) {
    std::string_view path = text(location, "path");
    path.remove_prefix(path.starts_with('/') ? 1 : 0);
    (v.path.empty() ? v.path : v.other_paths.emplace_back()) = path;
  }
}

Vulnerability vulnerability(const value& match) {
  const value* const item = base::find(match, "vulnerability");
  Vulnerability v =
      item == nullptr ? found_by("grype", "", "")
                      : found_by("grype", std::string(text(*item, "id")), text(*item, "severity"));
  for (const value& related : list(match, "relatedVulnerabilities")) {
    // Both names of one fault; a second CVE would glue faults together.
    const std::string name(text(related, "id"));
    if (!v.id.starts_with("CVE-") || !name.starts_with("CVE-")) {
      v.aliases.push_back(name);
    }
    if (v.summary.empty()) {
      v.summary = text(related, "description");
    }
  }
  if (item != nullptr) {
    read_fix(*item, v);
    const std::string_view own = text(*item, "description");
    v.summary = own.empty() ? v.summary : std::string(own);
    v.url = text(*item, "dataSource");
    for (const value& score : list(*item, "epss")) {
      v.epss = number(score, "epss");
    }
    for (const value& known : list(*item, "knownExploited")) {
      v.exploited_since = text(known, "dateAdded");
    }
  }
  if (const value* artifact = base::find(match, "artifact")) {
    read_artifact(*artifact, v);
  }
  return v;
}

std::string data_date(const value& descriptor) {
  const value* database = base::find(descriptor, "db");
  if (database == nullptr) {
    return {};
  }
  const value* status = base::find(*database, "status");
  return std::string(text(status == nullptr ? *database : *status, "built"));
}

} // namespace

ScanReading read_grype(const value& report) {
  ScanReading reading;
  const value* matches = base::find(report, "matches");
  if (matches == nullptr || base::find(report, "descriptor") == nullptr) {
    return reading;
  }
  // What its rules ignored is not among the findings.
  for (const value& match : list(report, "matches")) {
    reading.vulnerabilities.push_back(vulnerability(match));
  }
  const value& descriptor = *base::find(report, "descriptor");
  reading.version = text(descriptor, "version");
  reading.data_date = data_date(descriptor);
  conclude(reading);
  return reading;
}

} // namespace secaudit::vulns
