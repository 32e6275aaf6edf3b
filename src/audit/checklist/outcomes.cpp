// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/known.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

bool named(const std::string& rule, const std::vector<std::string_view>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
    return pattern.ends_with('*') ? rule.starts_with(pattern.substr(0, pattern.size() - 1))
                                  : rule == pattern;
  });
}

void add_check(Outcomes& out, const model::Check& check) {
  out.rules.insert(check.rule);
  switch (check.outcome) {
  case model::Outcome::pass:
    out.passed.insert(check.subject);
    break;
  case model::Outcome::fail:
    out.failed.insert(check.subject);
    break;
  case model::Outcome::unknown:
    out.unknown.insert(check.subject);
    break;
  case model::Outcome::not_applicable:
    break;
  }
}

} // namespace

bool Outcomes::worst_at_least(model::Severity severity) const {
  return std::any_of(open.begin(), open.end(),
                     [&](const model::Finding* f) { return f->severity >= severity; });
}

Outcomes outcomes_of(const Known& known, const std::vector<std::string_view>& rules) {
  Outcomes out;
  // The checks are in the order of their rules.
  const auto& checks = known.judgement.checks;
  for (auto first = checks.begin(); first != checks.end();) {
    const auto last = std::partition_point(
        first, checks.end(), [&](const model::Check& check) { return check.rule <= first->rule; });
    if (named(first->rule, rules)) {
      std::for_each(first, last, [&](const model::Check& check) { add_check(out, check); });
    }
    first = last;
  }
  // So are the findings of one severity.
  std::string_view last;
  bool wanted = false;
  for (const model::Finding& finding : known.judgement.findings) {
    wanted = finding.rule == last ? wanted : named(finding.rule, rules);
    last = finding.rule;
    if (wanted && finding.standing == model::Standing::open
        && finding.severity > model::Severity::info) {
      out.open.push_back(&finding);
    }
  }
  return out;
}

Outcomes outcomes_for(const Known& known, std::string_view item,
                      const std::vector<std::string_view>& more) {
  std::set<std::string_view> ids(more.begin(), more.end());
  for (const std::string& id : known.rules_of(item)) {
    ids.insert(id);
  }
  return outcomes_of(known, {ids.begin(), ids.end()});
}

Ground ground_of(const std::vector<const model::Finding*>& findings) {
  const model::Finding& worst = *findings.front();
  Ground ground;
  std::set<std::string> places;
  for (const model::Finding* finding : findings) {
    if (!finding->evidence.empty()
        && places.insert(model::place_of(finding->evidence.front())).second) {
      ground.evidence.push_back(finding->evidence.front());
    }
  }
  const std::string place =
      worst.evidence.empty() ? worst.subject : model::place_of(worst.evidence.front());
  const std::string more =
      findings.size() > 1 ? " +" + std::to_string(findings.size() - 1) : std::string();
  ground.summary = worst.title + more + "  " + place;
  ground.reason = worst.message;
  if (findings.size() > 1) {
    ground.reason += " (" + counted(findings.size() - 1, "further finding") + ")";
  }
  ground.next_step = worst.remedy;
  return ground;
}

} // namespace secaudit::audit
