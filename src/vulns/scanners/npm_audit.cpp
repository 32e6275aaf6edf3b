// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "vulns/purl.hpp"
#include "vulns/scanners/formats.hpp"
#include "vulns/scanners/json_parts.hpp"

#include <algorithm>
#include <set>

namespace secaudit::vulns {
namespace {

using model::Vulnerability;

/// The version inside of "node_modules/a": the lock file knows it, the report does not.
void set_npm(Vulnerability& v, std::string_view name) {
  v.package = name;
  v.purl = purl_of("npm", v.package, "");
}

Vulnerability advisory(const value& via, std::string_view package) {
  const std::string_view url = text(via, "url");
  std::string id = advisory_name_in(url);
  const std::string source = base::text_at(via, "source").empty() ? base::text_at(via, "id")
                                                                  : base::text_at(via, "source");
  if (id.empty()) {
    id = "npm:" + source; // before GitHub took the advisories over
  }
  Vulnerability v = found_by("npm-audit", id, text(via, "severity"));
  const std::string_view name = text(via, "name");
  set_npm(v, name.empty() ? package : name);
  v.summary = text(via, "title");
  v.url = url;
  return v;
}

void set_fix(const value& entry, Vulnerability& v) {
  const value* fix = base::find(entry, "fixAvailable");
  if (fix == nullptr || !fix->is_object()) {
    return;
  }
  // What is to be installed may be the package that brings this one.
  if (text(*fix, "name") == v.package) {
    v.fixed = first_fix(text(*fix, "version"));
  } else {
    v.via = text(*fix, "name");
  }
}

/// The direct dependencies that bring a package, through entries that only point on.
void bringers(const boost::json::object& all, const std::string& name, std::set<std::string>& seen,
              std::string& direct) {
  const value* entry = all.if_contains(name);
  if (entry == nullptr || !seen.insert(name).second || !direct.empty()) {
    return;
  }
  if (base::boolean_at(*entry, "isDirect").value_or(false)) {
    direct = name;
    return;
  }
  for (const value& effect : list(*entry, "effects")) {
    bringers(all, text_of(effect), seen, direct);
  }
}

ScanReading read_v2(const value& report) {
  ScanReading reading;
  const auto& all = object(report, "vulnerabilities");
  for (const auto& [key, entry] : all) {
    const std::string name(key);
    for (const value& via : list(entry, "via")) {
      if (!via.is_object()) {
        continue; // it depends on a package that has the fault
      }
      Vulnerability v = advisory(via, name);
      for (const value& node : list(entry, "nodes")) {
        (v.path.empty() ? v.path : v.other_paths.emplace_back()) = text_of(node);
      }
      set_fix(entry, v);
      std::set<std::string> seen;
      std::string direct;
      bringers(all, name, seen, direct);
      if (!direct.empty() && direct != name) {
        v.via = direct;
      }
      std::string& range = reading.ranges[{v.id, v.package}];
      const char* member = base::find(via, "range") != nullptr ? "range" : "vulnerable_versions";
      range += (range.empty() ? "" : " || ") + std::string(text(via, member));
      reading.vulnerabilities.push_back(std::move(v));
    }
  }
  conclude(reading);
  return reading;
}

/// The lower bound of ">=3.0.0" or ">=1.2.3 <2.0.0 || >=2.1.0".
std::optional<std::string> patched(std::string_view range) {
  const std::size_t at = range.find(">=");
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  range = base::trim(range.substr(at + 2));
  return first_fix(range.substr(0, range.find_first_of(" |<")));
}

ScanReading read_v1(const value& report) {
  ScanReading reading;
  for (const auto& [key, item] : object(report, "advisories")) {
    std::string id = advisory_name_in(text(item, "url"));
    Vulnerability v =
        found_by("npm-audit", id.empty() ? "npm:" + std::string(key) : id, text(item, "severity"));
    const auto& cves = list(item, "cves");
    if (cves.size() == 1) {
      v.aliases.push_back(text_of(cves.front()));
    }
    if (const std::string ghsa(text(item, "github_advisory_id")); !ghsa.empty()) {
      v.aliases.push_back(ghsa);
    }
    set_npm(v, text(item, "module_name"));
    v.summary = text(item, "title");
    v.url = text(item, "url");
    v.fixed = patched(text(item, "patched_versions"));
    const auto& findings = list(item, "findings");
    if (findings.empty()) {
      reading.vulnerabilities.push_back(v);
    }
    for (const value& finding : findings) {
      v.version = text(finding, "version");
      v.development = base::boolean_at(finding, "dev").value_or(false);
      const auto& paths = list(finding, "paths");
      const std::string path = paths.empty() ? "" : text_of(paths.front());
      const std::size_t step = path.find('>');
      v.via = step == std::string::npos ? "" : path.substr(0, step);
      reading.vulnerabilities.push_back(v);
    }
  }
  conclude(reading);
  return reading;
}

} // namespace

ScanReading read_npm_audit(const value& report) {
  const value* error = base::find(report, "error");
  if (error == nullptr && base::integer_at(report, "auditReportVersion") == 2) {
    return read_v2(report);
  }
  if (error == nullptr && base::find(report, "advisories") != nullptr) {
    return read_v1(report);
  }
  ScanReading reading;
  if (error != nullptr) {
    const std::string said = std::string(text(report, "message")) + " "
                             + std::string(text(*error, "code")) + " "
                             + std::string(text(*error, "summary"));
    const Failure failure = failure_in("npm-audit", said);
    reading.reason = failure.reason.empty() ? base::printable(base::trim(said)) : failure.reason;
    reading.hint = failure.hint;
  } else if (const value* inner = base::find(report, "audit")) {
    return read_npm_audit(*inner); // what `npm audit fix --json` prints
  }
  return reading;
}

} // namespace secaudit::vulns
