// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0 (OASIS), with what GitHub's code scanning asks of it.
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/places.hpp"
#include "report/text.hpp"

#include <algorithm>
#include <map>

namespace secaudit::report {
namespace {

using base::JsonWriter;
using model::Severity;

std::string_view level_of(Severity severity) {
  switch (severity) {
  case Severity::critical:
  case Severity::high:
    return "error";
  case Severity::medium:
    return "warning";
  case Severity::low:
  case Severity::info:
    return "note";
  }
  return "none";
}

/// GitHub sorts by this number, in the bands of CVSS.
std::string_view score_of(Severity severity) {
  switch (severity) {
  case Severity::critical:
    return "9.5";
  case Severity::high:
    return "8.0";
  case Severity::medium:
    return "5.5";
  case Severity::low:
    return "2.0";
  case Severity::info:
    return "0.0";
  }
  return "0.0";
}

void text_object(std::string_view key, std::string_view text, JsonWriter& out) {
  out.key(key).begin_object();
  out.member("text", text);
  out.end_object();
}

/// The rules that the findings name, also those whose help is not in the report.
std::map<std::string, model::RuleHelp> rules_of(const model::Report& report) {
  std::map<std::string, model::RuleHelp> rules = report.rules;
  for (const model::Finding& finding : report.findings) {
    model::RuleHelp& rule = rules[finding.rule];
    if (rule.id.empty()) {
      rule.id = finding.rule;
      rule.severity = finding.severity;
    }
    rule.name = rule.name.empty() ? finding.title : rule.name;
  }
  return rules;
}

void write_rule(const model::RuleHelp& rule, const std::string& title, JsonWriter& out) {
  out.begin_object();
  out.member("id", rule.id);
  out.member("name", rule.name.empty() ? rule.id : rule.name);
  text_object("shortDescription", title.empty() ? rule.name : title, out);
  if (!rule.why.empty()) {
    text_object("fullDescription", rule.why, out);
  }
  const std::string help = rule.fix.empty() ? title : rule.fix;
  out.key("help").begin_object();
  out.member("text", help.empty() ? rule.id : help);
  if (!rule.why.empty() || !rule.fix.empty()) {
    out.member("markdown", "## Why it matters\n\n" + rule.why + "\n\n## How to fix\n\n" + rule.fix);
  }
  out.end_object();
  out.key("defaultConfiguration").begin_object();
  out.member("level", level_of(rule.severity));
  out.end_object();
  out.key("properties").begin_object();
  out.member("security-severity", score_of(rule.severity));
  out.key("tags").begin_array();
  out.value("security");
  for (const auto* list : {&rule.tags, &rule.controls}) {
    for (const std::string& tag : *list) {
      out.value(tag);
    }
  }
  out.end_array();
  out.end_object();
  out.end_object();
}

void write_location(const Place& place, JsonWriter& out) {
  out.begin_object();
  out.key("physicalLocation").begin_object();
  out.key("artifactLocation").begin_object();
  out.member("uri", uri_of(place.file));
  out.member("uriBaseId", "%SRCROOT%");
  out.end_object();
  out.key("region").begin_object();
  out.member("startLine", std::max(place.begin.line, 1));
  if (place.begin.column > 0) {
    out.member("startColumn", place.begin.column);
  }
  if (place.end.line > 0 && place.begin < place.end) {
    out.member("endLine", place.end.line);
    if (place.end.column > 0) {
      out.member("endColumn", place.end.column);
    }
  }
  out.end_object();
  out.end_object();
  if (!place.logical.empty()) {
    out.key("logicalLocations").begin_array().begin_object();
    out.member("fullyQualifiedName", place.logical);
    out.end_object().end_array();
  }
  out.end_object();
}

void write_suppression(const model::Finding& finding, JsonWriter& out) {
  out.key("suppressions").begin_array();
  if (finding.standing != model::Standing::open) {
    out.begin_object();
    out.member("kind", "external");
    out.member("status", "accepted");
    out.member("justification", finding.standing_reason);
    out.end_object();
  }
  out.end_array();
}

void write_result(const model::Finding& finding, std::size_t rule, JsonWriter& out) {
  const auto places = places_of(finding);
  out.begin_object();
  out.member("ruleId", finding.rule);
  out.member("ruleIndex", static_cast<std::uint64_t>(rule));
  out.member("level", level_of(finding.severity));
  text_object("message",
              finding.message + (finding.remedy.empty() ? "" : "\nFix: " + finding.remedy), out);
  out.key("locations").begin_array();
  write_location(places.front(), out);
  out.end_array();
  if (places.size() > 1) {
    out.key("relatedLocations").begin_array();
    for (std::size_t i = 1; i < places.size(); ++i) {
      write_location(places[i], out);
    }
    out.end_array();
  }
  out.key("partialFingerprints").begin_object();
  out.member("secaudit/v1", finding.fingerprint);
  out.end_object();
  write_suppression(finding, out);
  out.key("properties").begin_object();
  out.member("severity", model::to_string(finding.severity));
  out.member("subject", finding.subject);
  if (const std::string commit = commit_of(finding); !commit.empty()) {
    out.member("commit", commit);
  }
  if (finding.due) {
    out.member("due", base::to_string(*finding.due));
  }
  out.end_object();
  out.end_object();
}

void write_driver(const model::Report& report, const std::map<std::string, model::RuleHelp>& rules,
                  JsonWriter& out) {
  std::map<std::string, std::string> titles;
  for (const model::Finding& finding : report.findings) {
    titles.emplace(finding.rule, finding.title);
  }
  out.key("tool").begin_object().key("driver").begin_object();
  out.member("name", "docker-secaudit");
  if (!report.tool_version.empty()) {
    out.member("version", report.tool_version);
  }
  out.key("rules").begin_array();
  for (const auto& [id, rule] : rules) {
    const auto title = titles.find(id);
    write_rule(rule, title == titles.end() ? "" : title->second, out);
  }
  out.end_array();
  out.end_object().end_object();
}

void write_gaps(const model::Report& report, JsonWriter& out) {
  out.key("invocations").begin_array().begin_object();
  out.member("executionSuccessful", true);
  out.key("toolExecutionNotifications").begin_array();
  for (const model::Gap& gap : report.gaps) {
    out.begin_object();
    out.member("level", "warning");
    text_object("message",
                "Not checked: " + gap.what + ": " + gap.why
                    + (gap.hint.empty() ? "" : "; " + gap.hint),
                out);
    out.end_object();
  }
  out.end_array();
  out.end_object().end_array();
}

} // namespace

std::string sarif(const model::Report& report) {
  const auto rules = rules_of(report);
  std::map<std::string, std::size_t> index;
  for (const auto& entry : rules) {
    index.emplace(entry.first, index.size());
  }
  JsonWriter out;
  out.begin_object();
  out.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  out.member("version", "2.1.0");
  out.key("runs").begin_array().begin_object();
  write_driver(report, rules, out);
  out.key("automationDetails").begin_object();
  out.member("id", "docker-secaudit/" + report.kind + "/");
  out.end_object();
  write_gaps(report, out);
  out.member("columnKind", "unicodeCodePoints");
  out.key("results").begin_array();
  for (const model::Finding& finding : report.findings) {
    write_result(finding, index[finding.rule], out);
  }
  out.end_array();
  out.end_object().end_array();
  out.end_object();
  return out.take();
}

} // namespace secaudit::report
