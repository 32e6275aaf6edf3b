// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "vulns/purl.hpp"
#include "vulns/scanners/formats.hpp"
#include "vulns/scanners/json_parts.hpp"

namespace secaudit::vulns {
namespace {

using model::ScanState;
using model::Vulnerability;

/// The PURL type of Snyk's package managers.
std::string type_of(std::string_view manager) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {
      {"deb", "deb"},          {"apk", "apk"},          {"rpm", "rpm"},
      {"npm", "npm"},          {"yarn", "npm"},         {"pnpm", "npm"},
      {"pip", "pypi"},         {"poetry", "pypi"},      {"maven", "maven"},
      {"gradle", "maven"},     {"sbt", "maven"},        {"rubygems", "gem"},
      {"nuget", "nuget"},      {"gomodules", "golang"}, {"golangdep", "golang"},
      {"composer", "composer"}};
  for (const auto& [name, type] : types) {
    if (name == manager) {
      return std::string(type);
    }
  }
  return {};
}

Vulnerability vulnerability(const value& item, std::string_view manager) {
  const std::string_view exact = text(item, "severityWithCritical");
  Vulnerability v = found_by("snyk", std::string(text(item, "id")),
                             exact.empty() ? text(item, "severity") : exact);
  if (const value* names = base::find(item, "identifiers")) {
    std::size_t cves = 0;
    for (const std::string_view kind : {"CVE", "GHSA"}) {
      for (const value& name : list(*names, kind)) {
        cves += kind == "CVE" ? 1U : 0U;
        v.aliases.push_back(text_of(name));
      }
    }
    // An entry for several CVEs joins none of them.
    if (cves > 1) {
      v.bundles = std::move(v.aliases);
      v.aliases.clear();
    }
  }
  v.package = text(item, "packageName").empty() ? text(item, "name") : text(item, "packageName");
  const std::string_view name = text(item, "name"); // "zlib/zlib1g": source and binary
  const std::string type = type_of(manager);
  if (type == "deb" && name.find('/') != std::string_view::npos) {
    v.binaries = {std::string(name.substr(name.find('/') + 1))};
    v.package = name.substr(0, name.find('/'));
  }
  v.version = text(item, "version");
  v.purl = type.empty() ? "" : purl_of(type, v.package, v.version);
  v.fixed = first_fix(text(item, "nearestFixedInVersion"));
  for (const value& version : list(item, "fixedIn")) {
    if (!v.fixed) {
      v.fixed = first_fix(text_of(version));
    }
  }
  v.summary = text(item, "title");
  v.url = text(item, "url");
  const auto& from = list(item, "from");
  if (from.size() > 2) {
    v.via = text_of(from[1]);
  }
  return v;
}

/// The command line's own results: issues, and what is known of each beside them.
void add_issues(const value& result, ScanReading& reading) {
  const auto& data = object(result, "issuesData");
  for (const value& issue : list(result, "issues")) {
    const std::string id(text(issue, "issueId"));
    const value* known = data.if_contains(id);
    const value empty(boost::json::object{});
    Vulnerability v =
        vulnerability(known == nullptr ? empty : *known,
                      known == nullptr ? std::string_view{} : text(*known, "packageManager"));
    v.id = id;
    const std::string_view name = text(issue, "pkgName");
    const std::size_t slash = name.starts_with('@') ? std::string_view::npos : name.find('/');
    v.package = name.substr(0, slash);
    v.binaries = slash == std::string_view::npos
                     ? std::vector<std::string>{}
                     : std::vector<std::string>{std::string(name.substr(slash + 1))};
    v.version = text(issue, "pkgVersion");
    reading.vulnerabilities.push_back(std::move(v));
  }
}

bool is_test(const value& report) {
  return base::find(report, "vulnerabilities") != nullptr && base::find(report, "ok") != nullptr;
}

void add(const value& report, ScanReading& reading) {
  for (const value& item : list(report, "vulnerabilities")) {
    if (text(item, "type") != "license") {
      reading.vulnerabilities.push_back(vulnerability(item, text(report, "packageManager")));
    }
  }
  for (const value& application : list(report, "applications")) {
    add(application, reading);
  }
}

void read_project(const value& report, ScanReading& reading, std::size_t& tested,
                  std::string& error) {
  if (is_test(report)) {
    ++tested;
    add(report, reading);
  } else if (base::find(report, "issuesData") != nullptr) {
    ++tested;
    add_issues(report, reading);
  } else if (base::find(report, "identifiers") != nullptr && !text(report, "id").empty()) {
    ++tested; // one fault by itself
    reading.vulnerabilities.push_back(vulnerability(report, text(report, "packageManager")));
  } else if (const std::string_view said = text(report, "error"); !said.empty()) {
    const Failure failure = failure_in("snyk", said);
    error = failure.reason.empty() ? std::string(said) : failure.reason;
    reading.hint = failure.hint;
  }
}

} // namespace

ScanReading read_snyk(const value& report) {
  ScanReading reading;
  std::size_t tested = 0;
  std::string error;
  if (report.is_array()) {
    for (const value& project : report.get_array()) {
      read_project(project, reading, tested, error);
    }
  } else if (const value* inner = base::find(report, "result")) {
    read_project(*inner, reading, tested, error);
  } else {
    read_project(report, reading, tested, error);
  }
  if (tested == 0) {
    reading.reason = base::printable(error);
    return reading;
  }
  if (!error.empty()) {
    reading.state = ScanState::partial;
    reading.reason = "a project could not be tested: " + base::printable(error);
  }
  conclude(reading);
  return reading;
}

} // namespace secaudit::vulns
