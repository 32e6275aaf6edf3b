// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "vulns/purl.hpp"
#include "vulns/scanners/formats.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace secaudit::vulns {

using model::Severity;
using model::Vulnerability;

std::optional<Severity> severity_word(std::string_view word) {
  const std::string lower = base::to_lower(base::trim(word));
  if (lower == "moderate") {
    return Severity::medium;
  }
  if (lower == "important") {
    return Severity::high;
  }
  if (lower == "negligible" || lower == "unimportant" || lower == "minor") {
    return Severity::low;
  }
  if (lower == "blocker") {
    return Severity::critical;
  }
  return model::parse_severity(lower);
}

Vulnerability found_by(std::string_view tool, std::string id, std::string_view severity) {
  Vulnerability v;
  v.id = std::move(id);
  v.sources = {std::string(tool)};
  if (const auto known = severity_word(severity)) {
    v.severity = *known;
    v.severity_known = true;
    v.severity_source = tool;
  }
  return v;
}

std::optional<std::string> first_fix(std::string_view list) {
  const std::string_view first = base::trim(list.substr(0, list.find(',')));
  const bool none = first.empty() || base::equals_ignoring_case(first, "not fixed")
                    || base::equals_ignoring_case(first, "none");
  return none ? std::nullopt : std::optional(std::string(first));
}

void set_package(Vulnerability& v, std::string_view purl) {
  v.purl = purl;
  if (const auto parsed = parse_purl(purl)) {
    v.package = full_name(*parsed);
    v.version = parsed->version;
  }
}

void conclude(ScanReading& reading) {
  reading.recognised = true;
  std::set<std::tuple<std::string, std::string, std::string, std::string>> seen;
  std::erase_if(reading.vulnerabilities, [&](const Vulnerability& v) {
    return v.id.empty() || !seen.insert({v.id, v.package, v.version, v.path}).second;
  });
  if (reading.state == model::ScanState::not_audited && reading.reason.empty()) {
    reading.state =
        reading.vulnerabilities.empty() ? model::ScanState::ok : model::ScanState::findings;
  }
}

std::string advisory_name_in(std::string_view text) {
  for (const std::string_view prefix : {"GHSA-", "CVE-"}) {
    const std::size_t at = text.find(prefix);
    if (at == std::string_view::npos) {
      continue;
    }
    std::size_t end = at;
    while (end < text.size()
           && (text[end] == '-' || (text[end] >= '0' && text[end] <= '9')
               || (text[end] >= 'a' && text[end] <= 'z')
               || (text[end] >= 'A' && text[end] <= 'Z'))) {
      ++end;
    }
    return std::string(text.substr(at, end - at));
  }
  return {};
}

bool plausible_id(std::string_view text) {
  return !text.empty() && text.size() < 100 && std::all_of(text.begin(), text.end(), [](char c) {
    return c == '-' || c == ':' || c == '_' || c == '.' || (c >= '0' && c <= '9')
           || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

} // namespace secaudit::vulns
