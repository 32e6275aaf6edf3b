// SPDX-License-Identifier: Apache-2.0
// CycloneDX, GitLab's report and its code quality list.
#include "base/text.hpp"
#include "vulns/scanners/formats.hpp"
#include "vulns/scanners/json_parts.hpp"

#include <map>

namespace secaudit::vulns {
namespace {

using model::Severity;
using model::Vulnerability;

void add_components(const value& from, std::map<std::string, const value*>& known, int depth) {
  constexpr int deepest = 20;
  for (const value& component : list(from, "components")) {
    known[std::string(text(component, "bom-ref"))] = &component;
    if (depth < deepest) {
      add_components(component, known, depth + 1);
    }
  }
}

/// The highest of the ratings: which source is the right one the document does not say.
std::string severity_in(const value& item) {
  std::string best;
  for (const value& rating : list(item, "ratings")) {
    const std::string word(text(rating, "severity"));
    const auto severity = severity_word(word);
    if (severity && (best.empty() || *severity > severity_word(best).value_or(Severity::info))) {
      best = word;
    }
  }
  return best;
}

/// "CVE-2019-1549 - libcrypto1.1 - 1.1.1c-r0 - title".
Vulnerability of_quality(std::string_view tool, const value& item) {
  std::vector<std::string> parts;
  std::string rest(text(item, "description"));
  for (int i = 0; i < 3; ++i) {
    const std::size_t dash = rest.find(" - ");
    parts.push_back(rest.substr(0, dash));
    rest = dash == std::string::npos ? std::string() : rest.substr(dash + 3);
  }
  // blocker, critical, major, minor, info
  const std::string_view word = text(item, "severity");
  Vulnerability v = found_by(tool, parts[0],
                             word == "major"      ? "medium"
                             : word == "critical" ? "high"
                                                  : word);
  v.package = parts[1];
  v.version = parts[2];
  v.summary = rest;
  return v;
}

} // namespace

ScanReading read_cyclonedx(std::string_view tool, const value& report) {
  ScanReading reading;
  if (text(report, "bomFormat") != "CycloneDX") {
    return reading;
  }
  if (base::find(report, "vulnerabilities") == nullptr) {
    reading.reason = "a list of parts without vulnerabilities";
    return reading;
  }
  std::map<std::string, const value*> components;
  add_components(report, components, 0);
  for (const value& item : list(report, "vulnerabilities")) {
    for (const value& affected : list(item, "affects")) {
      Vulnerability v = found_by(tool, std::string(text(item, "id")), severity_in(item));
      const std::string reference(text(affected, "ref"));
      const auto component = components.find(reference);
      set_package(v, component == components.end() ? reference : text(*component->second, "purl"));
      if (component != components.end() && v.package.empty()) {
        v.package = text(*component->second, "name");
        v.version = text(*component->second, "version");
      }
      v.summary = text(item, "description");
      reading.vulnerabilities.push_back(std::move(v));
    }
  }
  conclude(reading);
  return reading;
}

ScanReading read_gitlab(std::string_view tool, const value& report) {
  ScanReading reading;
  if (report.is_array() && !report.get_array().empty()
      && base::find(report.get_array().front(), "check_name") != nullptr) {
    for (const value& item : report.get_array()) {
      reading.vulnerabilities.push_back(of_quality(tool, item));
    }
    conclude(reading);
    return reading;
  }
  if (base::find(report, "scan") == nullptr || base::find(report, "vulnerabilities") == nullptr) {
    return reading;
  }
  for (const value& item : list(report, "vulnerabilities")) {
    Vulnerability v = found_by(tool, std::string(text(item, "id")), text(item, "severity"));
    for (const value& identifier : list(item, "identifiers")) {
      v.id = v.id.empty() || text(identifier, "type") == "cve"
                 ? std::string(text(identifier, "value"))
                 : v.id;
    }
    const value* location = base::find(item, "location");
    const value* dependency = location == nullptr ? nullptr : base::find(*location, "dependency");
    if (dependency != nullptr) {
      const value* package = base::find(*dependency, "package");
      v.package = package == nullptr ? "" : std::string(text(*package, "name"));
      v.version = text(*dependency, "version");
    }
    v.summary = text(item, "name");
    const std::string_view solution = text(item, "solution"); // "Upgrade jquery to 3.4.0"
    const std::size_t to = solution.rfind(" to ");
    v.fixed = to == std::string_view::npos ? std::nullopt : first_fix(solution.substr(to + 4));
    reading.vulnerabilities.push_back(std::move(v));
  }
  conclude(reading);
  return reading;
}

} // namespace secaudit::vulns
