// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"
#include "audit/checklist/checklist.hpp"
#include "audit/fingerprint.hpp"
#include "audit/judge.hpp"
#include "audit/pragmas.hpp"
#include "audit/standing.hpp"
#include "audit/summaries.hpp"
#include "audit/suppressions.hpp"
#include "audit/told_secrets.hpp"
#include "rules/base_advice.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace secaudit::audit {
namespace {

std::string kind_of(model::Subjects::Scope scope) {
  switch (scope) {
  case model::Subjects::Scope::compose:
    return "compose";
  case model::Subjects::Scope::image:
    return "image";
  case model::Subjects::Scope::files:
    return "files";
  }
  return "files";
}

std::string id_of(const std::vector<model::Finding>& findings) {
  std::vector<std::string> fingerprints;
  fingerprints.reserve(findings.size());
  for (const model::Finding& finding : findings) {
    fingerprints.push_back(finding.fingerprint);
  }
  return report_id(std::move(fingerprints));
}

/// 0 when the text is something else.
int number_in(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

/// The message of an error begins with its place, which a gap names by itself.
void place_apart(model::Gap& gap) {
  const std::size_t end = gap.why.find(": ");
  std::string_view place = std::string_view(gap.why).substr(0, end);
  if (end == std::string::npos || gap.what.empty()) {
    return;
  }
  if (place == gap.what || place.ends_with("/" + gap.what)) {
    gap.why.erase(0, end + 2);
    return;
  }
  if (!place.starts_with(gap.what + ":")) {
    return;
  }
  place.remove_prefix(gap.what.size() + 1);
  const std::size_t colon = place.find(':');
  const int line = number_in(place.substr(0, colon));
  const int column = colon == place.npos ? 0 : number_in(place.substr(colon + 1));
  if (line > 0 && column > 0) {
    const model::Position at{line, column};
    gap.span = {model::FileName(gap.what), at, at};
    gap.why.erase(0, end + 2);
  }
}

} // namespace

model::Report run(const model::Subjects& subjects, const std::vector<rules::Entry>& catalogue,
                  const Policy& given) {
  Policy policy = given;
  const std::vector<Suppression> comments = pragmas(catalogue, subjects);
  policy.suppressions.insert(policy.suppressions.end(), comments.begin(), comments.end());
  const rules::Context context{subjects, policy.as_of, policy.strict};
  context.memo.get<rules::Surroundings>() = policy.surroundings;
  std::vector<model::Gap> notices;
  for (Suppression& suppression : inline_suppressions(subjects, notices)) {
    policy.suppressions.push_back(std::move(suppression));
  }
  Judgement judgement = judge(catalogue, context, policy);
  tell_idle_suppressions(policy, catalogue, judgement, notices);
  if (drop_told_secrets(judgement.findings, policy)) {
    sort_findings(judgement.findings);
  }

  model::Report report;
  report.title = subjects.title;
  report.kind = kind_of(subjects.scope);
  report.as_of = policy.as_of;
  report.services = services_of(subjects);
  report.images = images_of(subjects);
  report.gaps = subjects.gaps;
  report.gaps.insert(report.gaps.end(), notices.begin(), notices.end());
  std::for_each(report.gaps.begin(), report.gaps.end(), place_apart);
  report.scanner_runs = subjects.scanner_runs;
  report.advisory_data = subjects.advisory_data;
  report.base_images = rules::base_image_advice(subjects, policy.as_of);
  report.rules = help_for(judgement.findings, catalogue);
  report.report_id = id_of(judgement.findings);
  Checklist checklist = decide_all(context, policy, catalogue, judgement, report.report_id);
  report.checklist = std::move(checklist.items);
  report.hardening = std::move(checklist.hardening);
  report.checks = std::move(judgement.checks);
  report.findings = std::move(judgement.findings);
  return report;
}

bool reaches(const model::Report& report, model::Severity fail_on) {
  return std::any_of(
      report.findings.begin(), report.findings.end(),
      [&](const model::Finding& finding) { return reaches(finding, report.as_of, fail_on); });
}

} // namespace secaudit::audit
