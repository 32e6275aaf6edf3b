// SPDX-License-Identifier: Apache-2.0
#include "vulns/purl.hpp"
#include "vulns/scanners/formats.hpp"
#include "vulns/scanners/json_parts.hpp"

namespace secaudit::vulns {
namespace {

using model::ScanState;
using model::Vulnerability;

void add(const value& package, ScanReading& reading) {
  const std::string name(text(package, "name"));
  if (base::find(package, "skip_reason") != nullptr) {
    ++reading.unaudited;
    return;
  }
  for (const value& item : list(package, "vulns")) {
    Vulnerability v = found_by("pip-audit", std::string(text(item, "id")), "");
    for (const value& alias : list(item, "aliases")) {
      v.aliases.push_back(text_of(alias));
    }
    v.package = name;
    v.version = text(package, "version");
    v.purl = purl_of("pypi", name, v.version);
    for (const value& version : list(item, "fix_versions")) {
      if (!v.fixed) {
        v.fixed = first_fix(text_of(version));
      }
    }
    v.summary = text(item, "description");
    reading.vulnerabilities.push_back(std::move(v));
  }
}

} // namespace

ScanReading read_pip_audit(const value& report) {
  ScanReading reading;
  const bool old = report.is_array(); // before version 2
  const bool shaped =
      old ? report.get_array().empty() || base::find(report.get_array().front(), "name") != nullptr
          : base::find(report, "dependencies") != nullptr && base::find(report, "fixes") != nullptr;
  if (!shaped) {
    return reading;
  }
  for (const value& package : old ? report.get_array() : list(report, "dependencies")) {
    add(package, reading);
  }
  if (reading.unaudited > 0) {
    reading.state = ScanState::partial;
    reading.reason = std::to_string(reading.unaudited)
                     + (reading.unaudited == 1 ? " package was" : " packages were") + " skipped";
  }
  conclude(reading);
  return reading;
}

ScanReading read_osv_scanner(const value& report) {
  ScanReading reading;
  if (base::find(report, "results") == nullptr) {
    return reading;
  }
  for (const value& result : list(report, "results")) {
    for (const value& entry : list(result, "packages")) {
      const value* package = base::find(entry, "package");
      for (const value& item : list(entry, "vulnerabilities")) {
        Vulnerability v = found_by("osv-scanner", std::string(text(item, "id")), "");
        for (const value& alias : list(item, "aliases")) {
          v.aliases.push_back(text_of(alias));
        }
        v.package = package == nullptr ? "" : std::string(text(*package, "name"));
        v.version = package == nullptr ? "" : std::string(text(*package, "version"));
        v.summary = text(item, "summary");
        if (const value* source = base::find(result, "source")) {
          v.path = text(*source, "path");
        }
        reading.vulnerabilities.push_back(std::move(v));
      }
    }
  }
  conclude(reading);
  return reading;
}

} // namespace secaudit::vulns
