// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0 as the scanners write it: what is needed stands in rules, in messages, or in both.
#include "base/text.hpp"
#include "vulns/scanners/formats.hpp"
#include "vulns/scanners/json_parts.hpp"

#include <map>

namespace secaudit::vulns {
namespace {

using model::Vulnerability;

/// "Fixed Version: 1.2" and "Fixed version   : 1.2".
std::string field(std::string_view message, std::string_view name) {
  for (const std::string_view line : base::lines(message)) {
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos
        && base::equals_ignoring_case(base::trim(line.substr(0, colon)), name)) {
      return std::string(base::trim(line.substr(colon + 1)));
    }
  }
  return {};
}

std::string nested_text(const value& from, std::string_view key) {
  const value* member = base::find(from, key);
  return member == nullptr ? std::string() : std::string(text(*member, "text"));
}

/// Scout's rule is one CVE for several packages; their PURLs stand in its properties.
std::vector<std::string> purls_of(const value& rule) {
  std::vector<std::string> purls;
  if (const value* properties = base::find(rule, "properties")) {
    for (const value& purl : list(*properties, "purls")) {
      purls.push_back(text_of(purl));
    }
    if (const std::string single(text(*properties, "purl")); purls.empty() && !single.empty()) {
      purls.push_back(single);
    }
  }
  return purls;
}

std::string severity_of(const value& rule) {
  const value* properties = base::find(rule, "properties");
  if (properties == nullptr) {
    return {};
  }
  if (const std::string_view word = text(*properties, "cvssV3_severity"); !word.empty()) {
    return std::string(word);
  }
  for (const value& tag : list(*properties, "tags")) {
    if (severity_word(text_of(tag))) {
      return text_of(tag);
    }
  }
  return {};
}

/// name@version, the version behind the last sign.
void set_name_and_version(std::string_view both, Vulnerability& v) {
  const std::size_t at = both.rfind('@');
  if (at != std::string_view::npos && at > 0) {
    v.package = both.substr(0, at);
    v.version = both.substr(at + 1);
  }
}

std::string logical_name(const value& result) {
  for (const value& location : list(result, "locations")) {
    for (const value& logical : list(location, "logicalLocations")) {
      const std::string_view name = text(logical, "fullyQualifiedName");
      if (name.rfind('@') != std::string_view::npos && !base::contains(name, "@:/")) {
        return std::string(name);
      }
    }
  }
  return {};
}

/// The words of OSV-Scanner and Grype: "Package 'a@1' is vulnerable …", "… package: a, version 1
/// was found …".
void read_sentence(std::string_view message, Vulnerability& v) {
  if (const std::size_t quote = message.find("Package '"); quote != std::string_view::npos) {
    const std::string_view rest = message.substr(quote + 9);
    set_name_and_version(rest.substr(0, rest.find('\'')), v);
  }
  const std::size_t package = message.find(" package: ");
  const std::size_t version = message.find(", version ");
  if (package != std::string_view::npos && version != std::string_view::npos && package < version) {
    v.package = message.substr(package + 10, version - package - 10);
    const std::string_view rest = message.substr(version + 10);
    v.version = rest.substr(0, rest.find(' '));
  }
}

Vulnerability of_rule(std::string_view tool, const value& rule) {
  Vulnerability v = found_by(tool, std::string(text(rule, "id")), severity_of(rule));
  v.summary = nested_text(rule, "shortDescription");
  if (v.summary == v.id) {
    v.summary.clear();
  }
  v.url = text(rule, "helpUri");
  if (const value* properties = base::find(rule, "properties")) {
    v.fixed = first_fix(text(*properties, "fixed_version"));
  }
  const std::string help = nested_text(rule, "help");
  // Grype says it in the help, Snyk as the first word of the title.
  const std::string_view title = v.summary;
  const std::string word = tool == "grype"  ? field(help, "Severity")
                           : tool == "snyk" ? std::string(title.substr(0, title.find(" severity")))
                                            : std::string();
  if (const auto severity = severity_word(word); severity && !v.severity_known) {
    v.severity = *severity;
    v.severity_known = true;
    v.severity_source = tool;
  }
  if (const std::string name = field(help, "Package"); !name.empty() && tool == "grype") {
    v.package = name;
    v.version = field(help, "Version");
    v.fixed = first_fix(field(help, "Fix Version"));
    const std::string suffix = "-" + name;
    if (v.id.ends_with(suffix)) {
      v.id.erase(v.id.size() - suffix.size());
    }
  }
  if (const std::string name = advisory_name_in(nested_text(rule, "fullDescription"));
      !name.empty() && tool == "snyk") {
    v.aliases.push_back(name);
  }
  return v;
}

void add_result(const value& result, const Vulnerability& of, std::string_view tool,
                ScanReading& reading) {
  Vulnerability v = of;
  const std::string message = nested_text(result, "message");
  if (const std::string name = field(message, "Package"); !name.empty()) {
    set_package(v, name);
    v.package = v.package.empty() ? name : v.package;
    const std::string version = field(message, "Installed Version");
    v.version = version.empty() ? v.version : version;
    v.fixed = first_fix(field(message, "Fixed Version"));
    if (const auto severity = severity_word(field(message, "Severity"))) {
      v.severity = *severity;
      v.severity_known = true;
      v.severity_source = tool;
    }
  }
  read_sentence(message, v);
  if (v.package.empty()) {
    set_name_and_version(logical_name(result), v);
  }
  reading.vulnerabilities.push_back(std::move(v));
}

void add_run(const value& run, std::string_view tool, ScanReading& reading) {
  const value* driver = base::find(run, "tool");
  driver = driver == nullptr ? nullptr : base::find(*driver, "driver");
  std::map<std::string, const value*> rules;
  const boost::json::array& listed = driver == nullptr ? list(run, "") : list(*driver, "rules");
  std::map<std::string, bool> told;
  for (const value& rule : listed) {
    rules[std::string(text(rule, "id"))] = &rule;
    // A rule with PURLs says it all: its results repeat it for one package each.
    for (const std::string& purl : purls_of(rule)) {
      Vulnerability v = of_rule(tool, rule);
      set_package(v, purl);
      told[v.id] = true;
      reading.vulnerabilities.push_back(std::move(v));
    }
  }
  if (driver != nullptr) {
    reading.version = text(*driver, "version");
  }
  for (const value& result : list(run, "results")) {
    const std::string id(text(result, "ruleId"));
    const auto rule = rules.find(id);
    if (!told.contains(id) && text(result, "kind") != "pass") {
      add_result(result,
                 rule == rules.end() ? found_by(tool, id, "") : of_rule(tool, *rule->second), tool,
                 reading);
    }
  }
}

} // namespace

ScanReading read_sarif(std::string_view tool, const value& report) {
  ScanReading reading;
  if (base::find(report, "runs") == nullptr) {
    return reading;
  }
  for (const value& run : list(report, "runs")) {
    add_run(run, tool, reading);
  }
  conclude(reading);
  return reading;
}

} // namespace secaudit::vulns
