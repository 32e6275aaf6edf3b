// SPDX-License-Identifier: Apache-2.0
// The report as docs/report.schema.json describes it.
#include "base/json_writer.hpp"
#include "report/summary.hpp"
#include "report/writers.hpp"

#include <variant>

namespace secaudit::report {
namespace {

using base::JsonWriter;

void write_span(JsonWriter& out, const model::Span& span) {
  out.member("file", span.file.str())
      .member("line", span.begin.line)
      .member("column", span.begin.column);
  out.member("end_line", span.end.line).member("end_column", span.end.column);
}

struct EvidenceWriter {
  JsonWriter& out;

  void operator()(const model::SourceEvidence& e) const {
    out.member("kind", "source");
    write_span(out, e.span);
    out.member("excerpt", e.excerpt);
  }
  void operator()(const model::ImageFileEvidence& e) const {
    out.member("kind", "image_file")
        .member("image", e.image)
        .member("layer", static_cast<std::uint64_t>(e.layer));
    out.member("path", e.path).member("mode", e.mode).member("owner", e.owner);
  }
  void operator()(const model::ImageConfigEvidence& e) const {
    out.member("kind", "image_config")
        .member("image", e.image)
        .member("pointer", e.pointer)
        .member("value", e.value);
  }
  void operator()(const model::PackageEvidence& e) const {
    out.member("kind", "package").member("purl", e.purl).member("path", e.path).key("layer");
    if (e.layer) {
      out.value(static_cast<std::uint64_t>(*e.layer));
    } else {
      out.null();
    }
  }
  void operator()(const model::CommandEvidence& e) const {
    out.member("kind", "command").key("argv").begin_array();
    for (const std::string& word : e.argv) {
      out.value(word);
    }
    out.end_array().member("exit_code", e.exit_code).member("excerpt", e.excerpt);
  }
  void operator()(const model::AttestationEvidence& e) const {
    out.member("kind", "attestation").member("by", e.by).member("statement", e.statement);
    out.member("on", base::to_string(e.on)).member("expires", base::to_string(e.expires));
  }
  void operator()(const model::NoteEvidence& e) const {
    out.member("kind", "note").member("text", e.text);
  }
};

void write_evidence(JsonWriter& out, const std::vector<model::Evidence>& list) {
  out.key("evidence").begin_array();
  for (const model::Evidence& evidence : list) {
    out.begin_object();
    std::visit(EvidenceWriter{out}, evidence);
    out.end_object();
  }
  out.end_array();
}

void write_texts(JsonWriter& out, std::string_view key, const std::vector<std::string>& list) {
  out.key(key).begin_array();
  for (const std::string& text : list) {
    out.value(text);
  }
  out.end_array();
}

void write_date(JsonWriter& out, std::string_view key, const std::optional<base::Date>& date) {
  out.key(key);
  if (date) {
    out.value(base::to_string(*date));
  } else {
    out.null();
  }
}

void write_items(JsonWriter& out, std::string_view key,
                 const std::vector<model::ChecklistItem>& items) {
  out.key(key).begin_array();
  for (const model::ChecklistItem& item : items) {
    out.begin_object().member("id", item.id).member("title", item.title);
    out.member("verdict", model::to_string(item.verdict))
        .member("by", item.attestation ? "attestation" : "evidence");
    out.member("summary", item.summary).member("reason", item.reason);
    write_evidence(out, item.evidence);
    write_texts(out, "absent", item.absent);
    out.member("next_step", item.next_step);
    write_texts(out, "rules", item.rules);
    out.end_object();
  }
  out.end_array();
}

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

void write_finding(JsonWriter& out, const model::Finding& finding) {
  out.begin_object()
      .member("rule", finding.rule)
      .member("title", finding.title)
      .member("subject", finding.subject);
  out.member("severity", model::to_string(finding.severity)).member("message", finding.message);
  write_evidence(out, finding.evidence);
  out.member("remedy", finding.remedy);
  write_texts(out, "controls", finding.controls);
  write_texts(out, "items", finding.items);
  out.member("fingerprint", finding.fingerprint)
      .member("standing", standing_word(finding.standing));
  out.member("standing_reason", finding.standing_reason);
  write_date(out, "standing_until", finding.standing_until);
  write_date(out, "first_seen", finding.first_seen);
  write_date(out, "due", finding.due);
  out.end_object();
}

void write_images(JsonWriter& out, const model::Report& report) {
  out.key("images").begin_array();
  for (const model::ImageSummary& image : report.images) {
    out.begin_object().member("reference", image.reference).member("service", image.service);
    out.member("config_digest", image.config_digest)
        .member("platform", image.platform)
        .member("base", image.base);
    out.member("user", image.user)
        .member("size", image.size)
        .member("layers", static_cast<std::uint64_t>(image.layers));
    out.member("packages", static_cast<std::uint64_t>(image.packages))
        .member("built_fresh", image.built_fresh);
    out.member("scanned", image.scanned).end_object();
  }
  out.end_array();
}

void write_checks(JsonWriter& out, const model::Report& report) {
  out.key("checks").begin_array();
  for (const model::Check& check : report.checks) {
    out.begin_object().member("rule", check.rule).member("subject", check.subject);
    out.member("outcome", model::to_string(check.outcome))
        .member("reason", check.reason)
        .end_object();
  }
  out.end_array();
}

void write_gaps(JsonWriter& out, const model::Report& report) {
  out.key("gaps").begin_array();
  for (const model::Gap& gap : report.gaps) {
    out.begin_object().member("stage", gap.stage).member("what", gap.what).member("why", gap.why);
    write_span(out, gap.span);
    out.member("hint", gap.hint).end_object();
  }
  out.end_array();
}

} // namespace

std::string json(const model::Report& report) {
  JsonWriter out;
  const Conclusion conclusion = conclude(report);
  out.begin_object()
      .member("schema", "docker-secaudit/report/1")
      .member("tool_version", report.tool_version);
  out.member("title", report.title)
      .member("kind", report.kind)
      .member("as_of", base::to_string(report.as_of));
  out.member("report_id", report.report_id);
  out.key("conclusion").begin_object().member("verdict", model::to_string(conclusion.verdict));
  out.member("text", conclusion.text).end_object();
  out.key("services").begin_array();
  for (const model::ServiceSummary& service : report.services) {
    out.begin_object()
        .member("name", service.name)
        .member("image", service.image)
        .member("built", service.built);
    out.member("active", service.active).end_object();
  }
  out.end_array();
  write_images(out, report);
  write_items(out, "checklist", report.checklist);
  write_items(out, "hardening", report.hardening);
  out.key("findings").begin_array();
  for (const model::Finding& finding : report.findings) {
    write_finding(out, finding);
  }
  out.end_array();
  write_checks(out, report);
  write_gaps(out, report);
  out.key("rules").begin_array();
  for (const auto& [id, rule] : report.rules) {
    out.begin_object()
        .member("id", id)
        .member("name", rule.name)
        .member("severity", model::to_string(rule.severity));
    write_texts(out, "controls", rule.controls);
    write_texts(out, "tags", rule.tags);
    out.member("why", rule.why).member("fix", rule.fix).end_object();
  }
  return out.end_array().end_object().take();
}

} // namespace secaudit::report
