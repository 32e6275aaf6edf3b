// SPDX-License-Identifier: Apache-2.0
#include "plugin/history.hpp"

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace secaudit::plugin {
namespace {

/// A finding that flaps (a scanner that failed, a rebuild) keeps its clock for so long.
constexpr int grace_days = 30;
/// Long enough for a yearly comparison.
constexpr int kept_days = 400;

std::string what(const model::Finding& finding) {
  const auto& v = finding.vulnerability;
  return finding.rule + " " + finding.subject + ": "
         + (v != nullptr ? v->id + " in " + v->package : finding.title);
}

std::optional<History::Seen> seen_of(const boost::json::value& entry) {
  const auto first = base::parse_date(base::string_at(entry, "first_seen"));
  const auto last = base::parse_date(base::string_at(entry, "last_seen"));
  if (!first || !last) {
    return std::nullopt;
  }
  return History::Seen{*first, *last, model::parse_severity(base::string_at(entry, "severity")),
                       base::parse_date(base::string_at(entry, "due")),
                       std::string(base::string_at(entry, "what"))};
}

void join(History::Seen& into, const History::Seen& other) {
  const bool later = other.last > into.last;
  const base::Date first = std::min(into.first, other.first);
  if (later) {
    into = other;
  }
  into.first = first;
}

void add(std::string fingerprint, const boost::json::value& entry, History& history) {
  const auto seen = seen_of(entry);
  if (!seen) {
    return;
  }
  const auto [known, fresh] = history.findings.try_emplace(std::move(fingerprint), *seen);
  if (!fresh) {
    join(known->second, *seen);
  }
}

/// Line by line, as it was written: so a merge of two branches may leave a fingerprint twice or a
/// comma out. Nothing for any other layout.
std::optional<History> read_lines(std::string_view text) {
  History history;
  bool versioned = false;
  for (const std::string_view raw : base::lines(text)) {
    std::string_view line = base::trim(raw);
    if (line.ends_with(',')) {
      line.remove_suffix(1);
    }
    versioned = versioned || line == "\"version\": 1";
    const bool frame = line.empty() || line == "{" || line == "}" || line == "\"version\": 1"
                       || line == "\"findings\": {" || line == "\"findings\": {}";
    if (frame) {
      continue;
    }
    const auto entry = base::parse_json("{" + std::string(line) + "}");
    if (!entry || !entry->is_object() || entry->as_object().size() != 1) {
      return std::nullopt;
    }
    add(std::string(entry->as_object().begin()->key()), entry->as_object().begin()->value(),
        history);
  }
  return versioned ? std::optional(std::move(history)) : std::nullopt;
}

std::string line_of(const History::Seen& seen) {
  std::string text = "{\"first_seen\": \"" + base::to_string(seen.first) + "\", \"last_seen\": \""
                     + base::to_string(seen.last) + "\"";
  if (seen.severity) {
    text += ", \"severity\": \"" + std::string(model::to_string(*seen.severity)) + "\"";
  }
  if (seen.due) {
    text += ", \"due\": \"" + base::to_string(*seen.due) + "\"";
  }
  if (!seen.what.empty()) {
    text += ", \"what\": " + base::json_quoted(seen.what);
  }
  return text + "}";
}

} // namespace

std::map<std::string, audit::Past> History::past(base::Date today) const {
  // Gone is what runs did not see, not what nobody looked for.
  base::Date last_run{};
  for (const auto& [fingerprint, seen] : findings) {
    last_run = std::max(last_run, std::min(seen.last, today));
  }
  std::map<std::string, audit::Past> out;
  for (const auto& [fingerprint, seen] : findings) {
    audit::Past past;
    past.first = std::min(seen.first, today);
    past.severity = seen.severity;
    past.due = seen.due;
    past.gone = base::days_between(seen.last, last_run) > grace_days;
    out[fingerprint] = past;
  }
  return out;
}

void History::note(const model::Report& report) {
  for (const model::Finding& finding : report.findings) {
    Seen& seen = findings[finding.fingerprint];
    seen.first = finding.first_seen.value_or(report.as_of);
    seen.last = report.as_of;
    seen.severity = finding.severity;
    const bool moved =
        finding.clock.starts_with("severity") || finding.clock.starts_with("exploited");
    seen.due = moved ? finding.due : std::nullopt;
    seen.what = what(finding);
  }
  std::erase_if(findings, [&](const auto& entry) {
    return base::days_between(entry.second.last, report.as_of) > kept_days;
  });
}

base::Result<History> read_history(std::string_view json) {
  if (auto merged = read_lines(json)) {
    return *std::move(merged);
  }
  const auto parsed = base::parse_json(json);
  if (!parsed) {
    return base::fail(
        "state.json:" + parsed.error().message,
        "mend it (a merge may have left marks), or delete it to start all clocks anew");
  }
  const auto* list = base::find(*parsed, "findings");
  if (base::integer_at(*parsed, "version") != 1 || list == nullptr || !list->is_object()) {
    return base::fail("state.json: no history of docker secaudit, or of another version",
                      "delete it to start all clocks anew");
  }
  History history;
  for (const auto& entry : list->as_object()) {
    add(std::string(entry.key()), entry.value(), history);
  }
  return history;
}

std::string to_json(const History& history) {
  std::string text = "{\n  \"version\": 1,\n  \"findings\": {";
  bool empty = true;
  for (const auto& [fingerprint, seen] : history.findings) {
    text += empty ? "\n    " : ",\n    ";
    empty = false;
    text += base::json_quoted(fingerprint) + ": " + line_of(seen);
  }
  return text + (empty ? "}\n}\n" : "\n  }\n}\n");
}

} // namespace secaudit::plugin
