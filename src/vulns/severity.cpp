// SPDX-License-Identifier: Apache-2.0
#include "vulns/severity.hpp"

#include "base/text.hpp"
#include "vulns/cvss/cvss.hpp"

#include <string_view>

namespace secaudit::vulns {
namespace {

std::optional<model::Severity> word(std::string_view text) {
  const std::string lower = base::to_lower(text);
  if (lower == "moderate") {
    return model::Severity::medium;
  }
  if (lower == "important") {
    return model::Severity::high;
  }
  if (lower == "negligible" || lower == "unimportant") {
    return model::Severity::low;
  }
  const auto severity = model::parse_severity(lower);
  return severity == model::Severity::info ? std::nullopt : severity;
}

model::Severity of_score(int tenths) {
  const std::string_view name = cvss_severity(tenths);
  return name == "NONE" ? model::Severity::info : word(name).value_or(model::Severity::medium);
}

} // namespace

std::optional<Rated> rate(const Advisory& advisory, const Affected& affected) {
  if (advisory.id.starts_with("MAL-")) {
    return Rated{model::Severity::critical, "malicious package"};
  }
  if (const auto vendor = word(affected.severity)) {
    return Rated{*vendor, affected.ecosystem.substr(0, affected.ecosystem.find(':'))};
  }
  if (const auto database = word(advisory.severity)) {
    return Rated{*database, advisory.id.substr(0, advisory.id.find('-'))};
  }
  for (const std::string_view prefix : {"CVSS:4.0/", "CVSS:3.1/", "CVSS:3.0/", ""}) {
    for (const Rating& rating : advisory.ratings) {
      if (!rating.score.starts_with(prefix)) {
        continue;
      }
      if (const auto score = cvss_score(rating.score)) {
        return Rated{of_score(score->base),
                     prefix.empty() ? "CVSS 2.0" : "CVSS " + std::string(prefix.substr(5, 3))};
      }
      if (const auto vendor = word(rating.score)) {
        return Rated{*vendor, rating.type};
      }
    }
  }
  return std::nullopt;
}

} // namespace secaudit::vulns
