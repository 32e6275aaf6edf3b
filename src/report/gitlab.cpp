// SPDX-License-Identifier: Apache-2.0
// GitLab's security report of the type SAST (schema 15.0.7), for `artifacts: reports: sast`.
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/places.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

using base::JsonWriter;

// The schema's own bounds.
constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_solution = 7000;

std::string_view severity_of(model::Severity severity) {
  switch (severity) {
  case model::Severity::critical:
    return "Critical";
  case model::Severity::high:
    return "High";
  case model::Severity::medium:
    return "Medium";
  case model::Severity::low:
    return "Low";
  case model::Severity::info:
    return "Info";
  }
  return "Unknown";
}

void write_tool(std::string_view key, const model::Report& report, JsonWriter& out) {
  out.key(key).begin_object();
  out.member("id", "docker-secaudit");
  out.member("name", "docker-secaudit");
  out.member("version", report.tool_version.empty() ? "0" : report.tool_version);
  out.key("vendor").begin_object();
  out.member("name", "docker-secaudit");
  out.end_object();
  out.end_object();
}

void write_identifiers(const model::Finding& finding, JsonWriter& out) {
  out.key("identifiers").begin_array();
  out.begin_object();
  out.member("type", "docker_secaudit_rule");
  out.member("name", "docker-secaudit " + finding.rule);
  out.member("value", finding.rule);
  out.end_object();
  for (const std::string& control : finding.controls) {
    if (!control.starts_with("CWE-")) {
      continue;
    }
    out.begin_object();
    out.member("type", "cwe");
    out.member("name", control);
    out.member("value", control.substr(4));
    out.end_object();
  }
  out.end_array();
}

/// An id that is equal in every run: the fingerprint in the form of a UUID.
std::string id_of(const model::Finding& finding, std::size_t ordinal) {
  std::string hex = finding.fingerprint + "0000000000000000";
  hex.resize(16, '0');
  std::string number = std::to_string(ordinal);
  number.insert(0, number.size() < 12 ? 12 - number.size() : 0, '0');
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-8000-" + number;
}

void write_vulnerability(const model::Finding& finding, std::size_t ordinal, JsonWriter& out) {
  const Place place = places_of(finding).front();
  out.begin_object();
  out.member("id", id_of(finding, ordinal));
  out.member("category", "sast");
  out.member("name", base::truncate(base::printable(finding.title), longest_name));
  out.member("description", finding.message);
  out.member("severity", severity_of(finding.severity));
  if (!finding.remedy.empty()) {
    out.member("solution", base::truncate(base::printable(finding.remedy), longest_solution / 4));
  }
  out.key("location").begin_object();
  out.member("file", place.file);
  if (place.begin.line > 0) {
    out.member("start_line", place.begin.line);
    out.member("end_line", std::max(place.end.line, place.begin.line));
  }
  out.end_object();
  write_identifiers(finding, out);
  out.end_object();
}

} // namespace

std::string gitlab(const model::Report& report) {
  const std::string time = base::to_string(report.as_of) + "T00:00:00";
  JsonWriter out;
  out.begin_object();
  out.member("version", "15.0.7");
  out.key("scan").begin_object();
  write_tool("analyzer", report, out);
  write_tool("scanner", report, out);
  out.member("type", "sast");
  out.member("start_time", time);
  out.member("end_time", time);
  out.member("status", "success"); // what was not checked stands in the messages
  out.key("messages").begin_array();
  for (const model::Gap& gap : report.gaps) {
    out.begin_object();
    out.member("level", "warn");
    out.member("value", "Not checked: " + gap.what + ": " + gap.why);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  out.key("vulnerabilities").begin_array();
  std::size_t ordinal = 0;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing == model::Standing::open) {
      write_vulnerability(finding, ordinal++, out);
    }
  }
  out.end_array();
  out.end_object();
  return out.take();
}

} // namespace secaudit::report
