// SPDX-License-Identifier: Apache-2.0
#include "report/read_json.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>

#include <array>
#include <memory>

namespace secaudit::report {
namespace {

namespace json = boost::json;
using base::string_at;

constexpr std::string_view schema = "secaudit/report/1";

std::string text(const json::value& from, std::string_view key) {
  return std::string(string_at(from, key));
}

template <typename Read>
void each(const json::value& from, std::string_view key, Read read) {
  const json::value* list = base::find(from, key);
  if (list != nullptr && list->is_array()) {
    for (const json::value& item : list->get_array()) {
      read(item);
    }
  }
}

std::vector<std::string> strings(const json::value& from, std::string_view key) {
  std::vector<std::string> out;
  each(from, key, [&](const json::value& item) {
    if (item.is_string()) {
      out.emplace_back(item.get_string());
    }
  });
  return out;
}

int number(const json::value& from, std::string_view key) {
  return static_cast<int>(base::integer_at(from, key).value_or(0));
}

std::size_t count(const json::value& from, std::string_view key) {
  const auto value = base::integer_at(from, key).value_or(0);
  return value < 0 ? 0 : static_cast<std::size_t>(value);
}

model::Span span(const json::value& from) {
  const json::value* place = base::find(from, "place");
  if (place == nullptr) {
    return {};
  }
  return {text(*place, "file"),
          {number(*place, "line"), number(*place, "column")},
          {number(*place, "end_line"), number(*place, "end_column")}};
}

base::Date date(const json::value& from, std::string_view key) {
  return base::parse_date(string_at(from, key)).value_or(base::Date{});
}

std::optional<base::Date> optional_date(const json::value& from, std::string_view key) {
  const auto read = base::parse_date(string_at(from, key));
  return read ? std::optional(*read) : std::nullopt;
}

std::optional<model::Evidence> evidence(const json::value& from) {
  const std::string_view kind = string_at(from, "kind");
  if (kind == "source") {
    return model::SourceEvidence{span(from), text(from, "excerpt")};
  }
  if (kind == "image-file") {
    return model::ImageFileEvidence{text(from, "image"), count(from, "layer"), text(from, "path"),
                                    text(from, "mode"), text(from, "owner")};
  }
  if (kind == "image-config") {
    return model::ImageConfigEvidence{text(from, "image"), text(from, "pointer"),
                                      text(from, "value")};
  }
  if (kind == "package") {
    const auto layer = base::integer_at(from, "layer");
    return model::PackageEvidence{text(from, "purl"), text(from, "path"),
                                  layer ? std::optional(static_cast<std::size_t>(*layer))
                                        : std::nullopt};
  }
  if (kind == "command") {
    return model::CommandEvidence{strings(from, "argv"), number(from, "exit_code"),
                                  text(from, "excerpt")};
  }
  if (kind == "attestation") {
    return model::AttestationEvidence{text(from, "by"), text(from, "statement"), date(from, "on"),
                                      date(from, "expires")};
  }
  if (kind == "note") {
    return model::NoteEvidence{text(from, "text")};
  }
  return std::nullopt;
}

std::vector<model::Evidence> all_evidence(const json::value& from) {
  std::vector<model::Evidence> out;
  each(from, "evidence", [&](const json::value& item) {
    if (auto one = evidence(item)) {
      out.push_back(std::move(*one));
    }
  });
  return out;
}

template <typename Enum, std::size_t size>
Enum word(const std::array<Enum, size>& all, std::string_view written, Enum otherwise) {
  for (const Enum each : all) {
    if (model::to_string(each) == written) {
      return each;
    }
  }
  return otherwise;
}

model::Verdict verdict(std::string_view written) {
  using enum model::Verdict;
  return word(std::array{pass, fail, warn, attest, not_applicable, unknown}, written, unknown);
}

model::Outcome outcome(std::string_view written) {
  using enum model::Outcome;
  return word(std::array{pass, fail, not_applicable, unknown}, written, unknown);
}

model::ChecklistItem item(const json::value& from) {
  model::ChecklistItem out;
  out.id = text(from, "id");
  out.title = text(from, "title");
  out.verdict = verdict(string_at(from, "verdict"));
  out.summary = text(from, "summary");
  out.reason = text(from, "reason");
  out.evidence = all_evidence(from);
  out.absent = strings(from, "absent");
  out.next_step = text(from, "next_step");
  out.rules = strings(from, "rules");
  if (string_at(from, "by") == "attestation") {
    out.attestation.emplace();
    for (const model::Evidence& each : out.evidence) {
      if (const auto* given = std::get_if<model::AttestationEvidence>(&each)) {
        out.attestation = *given;
      }
    }
  }
  return out;
}

std::shared_ptr<const model::Vulnerability> vulnerability(const json::value& from) {
  const json::value* given = base::find(from, "vulnerability");
  if (given == nullptr || !given->is_object()) {
    return nullptr;
  }
  model::Vulnerability out;
  out.id = text(*given, "id");
  out.aliases = strings(*given, "aliases");
  out.bundles = strings(*given, "bundles");
  out.package = text(*given, "package");
  out.version = text(*given, "version");
  out.purl = text(*given, "purl");
  out.binaries = strings(*given, "binaries");
  const std::string fixed = text(*given, "fixed");
  out.fixed = fixed.empty() ? std::nullopt : std::optional(fixed);
  out.fix_state = text(*given, "fix_state");
  out.upgrade = text(*given, "upgrade");
  out.severity_source = text(*given, "severity_source");
  out.summary = text(*given, "summary");
  out.url = text(*given, "url");
  out.exploited_since = text(*given, "exploited_since");
  if (const json::value* epss = base::find(*given, "epss"); epss != nullptr && epss->is_number()) {
    out.epss = epss->to_number<double>();
  }
  out.image = text(*given, "image");
  out.manifest = text(*given, "manifest");
  out.via = text(*given, "via");
  out.development = base::boolean_at(*given, "development").value_or(false);
  out.sources = strings(*given, "sources");
  out.disagreed = strings(*given, "disagreed");
  return std::make_shared<const model::Vulnerability>(std::move(out));
}

model::ScanState scan_state(std::string_view written) {
  using enum model::ScanState;
  return word(std::array{ok, findings, partial, not_audited}, written, not_audited);
}

void read_scans(const json::value& from, model::Report& report) {
  if (const json::value* data = base::find(from, "advisory_data")) {
    report.advisory_data.emplace();
    report.advisory_data->built = text(*data, "data_of");
  }
  each(from, "scanner_runs", [&](const json::value& value) {
    model::ScannerRun run;
    run.tool = text(value, "tool");
    run.version = text(value, "version");
    run.subject = text(value, "subject");
    run.state = scan_state(string_at(value, "state"));
    run.reason = text(value, "reason");
    run.exit_code = number(value, "exit_code");
    run.argv = strings(value, "argv");
    run.findings = count(value, "findings");
    run.unaudited = count(value, "unaudited");
    run.data_date = text(value, "data_date");
    run.report = text(value, "report");
    report.scanner_runs.push_back(std::move(run));
  });
}

model::Finding finding(const json::value& from) {
  model::Finding out;
  out.rule = text(from, "rule");
  out.title = text(from, "title");
  out.subject = text(from, "subject");
  out.severity =
      model::parse_severity(string_at(from, "severity")).value_or(model::Severity::medium);
  out.message = text(from, "message");
  out.evidence = all_evidence(from);
  out.remedy = text(from, "remedy");
  out.controls = strings(from, "controls");
  out.items = strings(from, "items");
  out.fingerprint = text(from, "fingerprint");
  const std::string_view standing = string_at(from, "standing");
  out.standing = standing == "suppressed" ? model::Standing::suppressed
                 : standing == "baseline" ? model::Standing::baseline
                                          : model::Standing::open;
  out.standing_reason = text(from, "standing_reason");
  out.standing_until = optional_date(from, "standing_until");
  out.first_seen = optional_date(from, "first_seen");
  out.due = optional_date(from, "due");
  out.clock = text(from, "clock");
  out.vulnerability = vulnerability(from);
  return out;
}

model::ImageSummary image(const json::value& from) {
  model::ImageSummary out;
  out.reference = text(from, "reference");
  out.service = text(from, "service");
  out.config_digest = text(from, "config_digest");
  out.platform = text(from, "platform");
  out.base = text(from, "base");
  out.user = text(from, "user");
  out.size = count(from, "size");
  out.layers = count(from, "layers");
  out.packages = count(from, "packages");
  out.built_fresh = base::boolean_at(from, "built_fresh").value_or(false);
  out.scanned = base::boolean_at(from, "scanned").value_or(false);
  return out;
}

void read_rules(const json::value& from, model::Report& report) {
  const json::value* rules = base::find(from, "rules");
  if (rules == nullptr || !rules->is_object()) {
    return;
  }
  for (const auto& [id, value] : rules->get_object()) {
    model::RuleHelp help;
    help.id = id;
    help.name = text(value, "name");
    help.severity =
        model::parse_severity(string_at(value, "severity")).value_or(model::Severity::medium);
    help.why = text(value, "why");
    help.fix = text(value, "fix");
    help.controls = strings(value, "controls");
    help.tags = strings(value, "tags");
    report.rules[help.id] = std::move(help);
  }
}

void read_lists(const json::value& from, model::Report& report) {
  each(from, "services", [&](const json::value& value) {
    report.services.push_back({text(value, "name"), text(value, "image"),
                               base::boolean_at(value, "built").value_or(false),
                               base::boolean_at(value, "active").value_or(true)});
  });
  each(from, "images", [&](const json::value& value) { report.images.push_back(image(value)); });
  each(from, "checklist",
       [&](const json::value& value) { report.checklist.push_back(item(value)); });
  each(from, "hardening",
       [&](const json::value& value) { report.hardening.push_back(item(value)); });
  each(from, "findings",
       [&](const json::value& value) { report.findings.push_back(finding(value)); });
  each(from, "checks", [&](const json::value& value) {
    report.checks.push_back({text(value, "rule"), text(value, "subject"),
                             outcome(string_at(value, "outcome")), text(value, "reason"),
                             all_evidence(value)});
  });
  each(from, "gaps", [&](const json::value& value) {
    report.gaps.push_back({text(value, "stage"), text(value, "what"), text(value, "why"),
                           span(value), text(value, "hint"),
                           base::boolean_at(value, "advisory").value_or(false)});
  });
}

} // namespace

base::Result<model::Report> read_json(std::string_view written, const std::string& name) {
  const auto parsed = base::parse_json(written);
  if (!parsed) {
    return base::fail(name + ":" + parsed.error().message, "name a file that --format json wrote");
  }
  const std::string_view found = string_at(*parsed, "schema");
  if (found != schema) {
    return base::fail(name + ": found "
                          + (found.empty() ? "no schema" : "schema \"" + std::string(found) + "\"")
                          + ", expected \"" + std::string(schema) + "\"",
                      "name a file that --format json wrote");
  }
  model::Report report;
  report.tool_version = text(*parsed, "tool_version");
  report.title = text(*parsed, "title");
  report.kind = text(*parsed, "kind");
  report.as_of = date(*parsed, "as_of");
  report.report_id = text(*parsed, "report_id");
  read_lists(*parsed, report);
  read_scans(*parsed, report);
  read_rules(*parsed, report);
  return report;
}

} // namespace secaudit::report
