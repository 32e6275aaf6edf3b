// SPDX-License-Identifier: Apache-2.0
#include "plugin/history.hpp"

#include "base/json.hpp"
#include "base/json_writer.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace secaudit::plugin {
namespace {

/// A finding that flaps (a scanner that failed, a rebuild) keeps its clock for so long.
constexpr int grace_days = 30;

} // namespace

std::map<std::string, base::Date> History::first_seen(base::Date today) const {
  std::map<std::string, base::Date> starts;
  for (const auto& [fingerprint, seen] : findings) {
    if (base::days_between(seen.last, today) <= grace_days) {
      starts[fingerprint] = std::min(seen.first, today);
    }
  }
  return starts;
}

void History::note(const model::Report& report) {
  const auto starts = first_seen(report.as_of);
  for (const model::Finding& finding : report.findings) {
    const auto known = starts.find(finding.fingerprint);
    findings[finding.fingerprint] = {known == starts.end() ? report.as_of : known->second,
                                     report.as_of};
  }
}

History read_history(std::string_view json) {
  History history;
  const auto parsed = base::parse_json(json);
  if (!parsed || base::integer_at(*parsed, "version") != 1) {
    return history;
  }
  const auto* findings = base::find(*parsed, "findings");
  if (findings == nullptr || !findings->is_object()) {
    return history;
  }
  for (const auto& entry : findings->as_object()) {
    const auto first = base::parse_date(base::string_at(entry.value(), "first_seen"));
    const auto last = base::parse_date(base::string_at(entry.value(), "last_seen"));
    if (first && last) {
      history.findings[std::string(entry.key())] = {*first, *last};
    }
  }
  return history;
}

std::string to_json(const History& history) {
  std::string text = "{\n  \"version\": 1,\n  \"findings\": {";
  bool empty = true;
  for (const auto& [fingerprint, seen] : history.findings) {
    text += empty ? "\n    " : ",\n    ";
    empty = false;
    text += base::json_quoted(fingerprint) + ": {\"first_seen\": \"" + base::to_string(seen.first)
            + "\", \"last_seen\": \"" + base::to_string(seen.last) + "\"}";
  }
  return text + (empty ? "}\n}\n" : "\n  }\n}\n");
}

} // namespace secaudit::plugin
