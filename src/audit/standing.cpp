// SPDX-License-Identifier: Apache-2.0
#include "audit/standing.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"
#include "model/vulnerability.hpp"

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

bool reaches(const model::Finding& finding, base::Date as_of, model::Severity fail_on) {
  if (finding.standing != model::Standing::open) {
    return false;
  }
  const bool overdue = finding.due && *finding.due < as_of;
  const int level = static_cast<int>(finding.severity) + (overdue ? 1 : 0);
  return level >= static_cast<int>(fail_on);
}

bool names_rule(std::string_view pattern, std::string_view rule) {
  if (!pattern.empty() && pattern.back() == '*') {
    return rule.starts_with(pattern.substr(0, pattern.size() - 1));
  }
  return pattern == rule;
}

std::optional<int> DueDays::of(model::Severity severity) const {
  switch (severity) {
  case model::Severity::critical:
    return critical;
  case model::Severity::high:
    return high;
  case model::Severity::medium:
    return medium;
  case model::Severity::low:
    return low;
  case model::Severity::info:
    return std::nullopt;
  }
  return std::nullopt;
}

void set_due_date(model::Finding& finding, const Policy& policy, const std::string& known_as) {
  const auto found = policy.past.find(known_as);
  const Past* past = found == policy.past.end() ? nullptr : &found->second;
  if (past != nullptr && past->gone) {
    finding.clock = "reappeared after more than 30 days";
    past = nullptr;
  }
  // A first sight in the future comes from a wrong clock and would postpone the date.
  finding.first_seen = past == nullptr ? policy.as_of : std::min(past->first, policy.as_of);
  const model::Vulnerability* v = finding.vulnerability.get();
  const auto days = policy.due_days.of(finding.severity);
  if (days) {
    finding.due = base::add_days(*finding.first_seen, *days);
  }
  if (v != nullptr && policy.due_days.pause_without_fix && !v->fixed) {
    finding.due.reset();
    finding.clock = "no fix yet";
  }
  if (past != nullptr && past->severity && *past->severity < finding.severity && days) {
    const auto before = policy.due_days.of(*past->severity);
    const base::Date from_now = base::add_days(policy.as_of, *days);
    const base::Date old = past->due ? *past->due
                           : before  ? base::add_days(*finding.first_seen, *before)
                                     : from_now;
    finding.due = std::min(old, from_now);
    finding.clock = "severity raised on " + base::to_string(policy.as_of);
  } else if (past != nullptr && past->due && past->severity == finding.severity && finding.due) {
    finding.due = past->due;
    finding.clock = "severity raised since the first sight";
  }
  if (v != nullptr && !v->exploited_since.empty()) {
    const bool told = past != nullptr && past->due;
    finding.due = std::min(finding.due.value_or(policy.as_of), told ? *past->due : policy.as_of);
    finding.clock = "exploited: due at once";
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
  if (finding.vulnerability != nullptr && !finding.vulnerability->standing_by.empty()) {
    finding.standing = model::Standing::suppressed;
    finding.standing_reason = finding.vulnerability->standing_by;
    return;
  }
  for (const Suppression& suppression : policy.suppressions) {
    if (!covers(suppression, finding) || base::trim(suppression.reason).empty()) {
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
