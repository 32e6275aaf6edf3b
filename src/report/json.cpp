// SPDX-License-Identifier: Apache-2.0
#include "report/json_parts.hpp"
#include "report/text.hpp"
#include "report/writers.hpp"

namespace secaudit::report {
namespace {

using base::JsonWriter;

void write_services(const model::Report& report, JsonWriter& out) {
  out.key("services").begin_array();
  for (const model::ServiceSummary& service : report.services) {
    out.begin_object();
    out.member("name", service.name);
    out.member("image", service.image);
    out.member("built", service.built);
    out.member("active", service.active);
    out.end_object();
  }
  out.end_array();
}

void write_images(const model::Report& report, JsonWriter& out) {
  out.key("images").begin_array();
  for (const model::ImageSummary& image : report.images) {
    out.begin_object();
    out.member("reference", image.reference);
    out.member("service", image.service);
    out.member("config_digest", image.config_digest);
    out.member("platform", image.platform);
    out.member("base", image.base);
    out.member("user", image.user);
    out.member("size", static_cast<std::uint64_t>(image.size));
    out.member("layers", static_cast<std::uint64_t>(image.layers));
    out.member("packages", static_cast<std::uint64_t>(image.packages));
    out.member("built_fresh", image.built_fresh);
    out.member("scanned", image.scanned);
    out.end_object();
  }
  out.end_array();
}

void write_totals(const model::Report& report, JsonWriter& out) {
  const Totals total = totals(report);
  out.key("totals").begin_object();
  out.member("critical", static_cast<std::uint64_t>(total.critical));
  out.member("high", static_cast<std::uint64_t>(total.high));
  out.member("medium", static_cast<std::uint64_t>(total.medium));
  out.member("low", static_cast<std::uint64_t>(total.low));
  out.member("info", static_cast<std::uint64_t>(total.info));
  out.member("waived", static_cast<std::uint64_t>(total.waived));
  out.end_object();
}

void write_rules(const model::Report& report, JsonWriter& out) {
  out.key("rules").begin_object();
  for (const auto& [id, rule] : report.rules) {
    out.key(id).begin_object();
    out.member("name", rule.name);
    out.member("severity", model::to_string(rule.severity));
    out.member("why", rule.why);
    out.member("fix", rule.fix);
    write_strings("controls", rule.controls, out);
    write_strings("tags", rule.tags, out);
    out.end_object();
  }
  out.end_object();
}

void write_scans(const model::Report& report, JsonWriter& out) {
  if (report.advisory_data) {
    out.key("advisory_data").begin_object();
    out.member("data_of", report.advisory_data->built);
    out.end_object();
  }
  if (report.scanner_runs.empty()) {
    return;
  }
  out.key("scanner_runs").begin_array();
  for (const model::ScannerRun& run : report.scanner_runs) {
    out.begin_object();
    out.member("tool", run.tool);
    out.member("version", run.version);
    out.member("subject", run.subject);
    out.member("state", model::to_string(run.state));
    out.member("reason", run.reason);
    out.member("exit_code", run.exit_code);
    write_strings("argv", run.argv, out);
    out.member("findings", static_cast<std::uint64_t>(run.findings));
    out.member("unaudited", static_cast<std::uint64_t>(run.unaudited));
    out.member("data_date", run.data_date);
    out.member("report", run.report);
    out.end_object();
  }
  out.end_array();
}

void write_gaps(const model::Report& report, JsonWriter& out) {
  out.key("gaps").begin_array();
  for (const model::Gap& gap : report.gaps) {
    out.begin_object();
    out.member("stage", gap.stage);
    out.member("what", gap.what);
    out.member("why", gap.why);
    if (gap.span.known() || !gap.span.file.empty()) {
      out.key("place");
      write_span(gap.span, out);
    }
    out.member("hint", gap.hint);
    if (gap.advisory) {
      out.member("advisory", true);
    }
    out.end_object();
  }
  out.end_array();
}

} // namespace

std::string json(const model::Report& report) {
  JsonWriter out;
  out.begin_object();
  out.member("schema", "secaudit/report/1");
  out.member("tool_version", report.tool_version);
  out.member("title", report.title);
  out.member("kind", report.kind);
  out.member("as_of", base::to_string(report.as_of));
  out.member("report_id", report.report_id);
  out.member("conclusion", conclusion(report));
  write_totals(report, out);
  write_services(report, out);
  write_images(report, out);
  write_items("checklist", report.checklist, out);
  write_items("hardening", report.hardening, out);
  write_findings(report, out);
  write_checks(report, out);
  write_gaps(report, out);
  write_scans(report, out);
  write_rules(report, out);
  out.end_object();
  return out.take();
}

} // namespace secaudit::report
