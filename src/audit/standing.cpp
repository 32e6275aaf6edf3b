// SPDX-License-Identifier: Apache-2.0
#include "audit/standing.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

bool on_line(const model::Evidence& evidence, const Suppression& suppression) {
  const auto* source = std::get_if<model::SourceEvidence>(&evidence);
  return source != nullptr && source->span.file == suppression.span.file
         && source->span.begin.line >= suppression.line
         && source->span.begin.line <= std::max(suppression.line, suppression.last_line);
}

/// The file of the place to change, "" when there is none.
std::string file_of(const model::Finding& finding) {
  const auto* source = finding.evidence.empty()
                           ? nullptr
                           : std::get_if<model::SourceEvidence>(&finding.evidence.front());
  return source == nullptr ? std::string() : source->span.file.str();
}

} // namespace

bool names_rule(std::string_view pattern, std::string_view rule) {
  if (!pattern.empty() && pattern.back() == '*') {
    return rule.starts_with(pattern.substr(0, pattern.size() - 1));
  }
  return pattern == rule;
}

std::optional<int> days_to_fix(model::Severity severity) {
  switch (severity) {
  case model::Severity::critical:
    return 0;
  case model::Severity::high:
    return 7;
  case model::Severity::medium:
    return 30;
  case model::Severity::low:
  case model::Severity::info:
    return std::nullopt;
  }
  return std::nullopt;
}

void set_due_date(model::Finding& finding, const Policy& policy) {
  const auto seen = policy.first_seen.find(finding.fingerprint);
  // A first sight in the future comes from a wrong clock and would postpone the date.
  finding.first_seen =
      seen == policy.first_seen.end() ? policy.as_of : std::min(seen->second, policy.as_of);
  if (const auto days = days_to_fix(finding.severity)) {
    finding.due = base::add_days(*finding.first_seen, *days);
  }
}

bool covers(const Suppression& suppression, const model::Finding& finding) {
  if (!names_rule(suppression.rule, finding.rule)) {
    return false;
  }
  if (!suppression.subject.empty() && suppression.subject != finding.subject) {
    const std::string file = file_of(finding);
    if (file.empty() || file != suppression.subject) {
      return false;
    }
  }
  if (!suppression.path.empty() && !base::glob_match(suppression.path, file_of(finding))) {
    return false;
  }
  if (suppression.line == 0) {
    return true;
  }
  return !finding.evidence.empty() && on_line(finding.evidence.front(), suppression);
}

void set_standing(model::Finding& finding, const Policy& policy) {
  for (const Suppression& suppression : policy.suppressions) {
    if (base::trim(suppression.reason).empty() || !covers(suppression, finding)) {
      continue;
    }
    if (suppression.until && *suppression.until < policy.as_of) {
      finding.standing_reason = "the suppression ended on " + base::to_string(*suppression.until)
                                + " (" + suppression.reason + ")";
      finding.standing_until = suppression.until;
      continue;
    }
    finding.standing = model::Standing::suppressed;
    finding.standing_reason = suppression.reason;
    finding.standing_until = suppression.until;
    return;
  }
}

} // namespace secaudit::audit
