// SPDX-License-Identifier: Apache-2.0
#include "report/json_parts.hpp"

namespace secaudit::report {
namespace {

using base::JsonWriter;

std::string_view standing_word(model::Standing standing) {
  switch (standing) {
  case model::Standing::open:
    return "open";
  case model::Standing::suppressed:
    return "suppressed";
  case model::Standing::baseline:
    return "baseline";
  }
  return "open";
}

void date(std::string_view key, const std::optional<base::Date>& value, JsonWriter& out) {
  if (value) {
    out.member(key, base::to_string(*value));
  }
}

void text(std::string_view key, const std::string& value, JsonWriter& out) {
  if (!value.empty()) {
    out.member(key, value);
  }
}

void write(const model::Vulnerability& v, JsonWriter& out) {
  out.key("vulnerability").begin_object();
  out.member("id", v.id);
  write_strings("aliases", v.aliases, out);
  write_strings("bundles", v.bundles, out);
  out.member("package", v.package);
  out.member("version", v.version);
  out.member("purl", v.purl);
  write_strings("binaries", v.binaries, out);
  text("fixed", v.fixed.value_or(""), out);
  text("fix_state", v.fix_state, out);
  text("upgrade", v.upgrade, out);
  text("severity_source", v.severity_source, out);
  text("summary", v.summary, out);
  text("url", v.url, out);
  text("exploited_since", v.exploited_since, out);
  if (v.epss) {
    out.member("epss", *v.epss);
  }
  text("image", v.image, out);
  text("manifest", v.manifest, out);
  text("via", v.via, out);
  if (v.development) {
    out.member("development", true);
  }
  write_strings("sources", v.sources, out);
  write_strings("disagreed", v.disagreed, out);
  out.end_object();
}

void write(const model::Finding& finding, JsonWriter& out) {
  out.begin_object();
  out.member("rule", finding.rule);
  out.member("title", finding.title);
  out.member("subject", finding.subject);
  out.member("severity", model::to_string(finding.severity));
  out.member("message", finding.message);
  out.member("remedy", finding.remedy);
  write_evidence(finding.evidence, out);
  write_strings("controls", finding.controls, out);
  write_strings("items", finding.items, out);
  out.member("fingerprint", finding.fingerprint);
  out.member("standing", standing_word(finding.standing));
  if (!finding.standing_reason.empty()) {
    out.member("standing_reason", finding.standing_reason);
  }
  date("standing_until", finding.standing_until, out);
  date("first_seen", finding.first_seen, out);
  date("due", finding.due, out);
  if (!finding.clock.empty()) {
    out.member("clock", finding.clock);
  }
  if (finding.vulnerability != nullptr) {
    write(*finding.vulnerability, out);
  }
  out.end_object();
}

void write(const model::ChecklistItem& item, JsonWriter& out) {
  out.begin_object();
  out.member("id", item.id);
  out.member("title", item.title);
  out.member("verdict", model::to_string(item.verdict));
  out.member("by", item.attestation ? "attestation" : "evidence");
  out.member("summary", item.summary);
  out.member("reason", item.reason);
  write_evidence(item.evidence, out);
  write_strings("absent", item.absent, out);
  out.member("next_step", item.next_step);
  write_strings("rules", item.rules, out);
  out.end_object();
}

} // namespace

void write_items(std::string_view key, const std::vector<model::ChecklistItem>& items,
                 JsonWriter& out) {
  out.key(key).begin_array();
  for (const model::ChecklistItem& item : items) {
    write(item, out);
  }
  out.end_array();
}

void write_findings(const model::Report& report, JsonWriter& out) {
  out.key("findings").begin_array();
  for (const model::Finding& finding : report.findings) {
    write(finding, out);
  }
  out.end_array();
}

void write_checks(const model::Report& report, JsonWriter& out) {
  out.key("checks").begin_array();
  for (const model::Check& check : report.checks) {
    out.begin_object();
    out.member("rule", check.rule);
    out.member("subject", check.subject);
    out.member("outcome", model::to_string(check.outcome));
    out.member("reason", check.reason);
    write_evidence(check.evidence, out);
    out.end_object();
  }
  out.end_array();
}

} // namespace secaudit::report
