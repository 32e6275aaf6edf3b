// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"
#include "audit/checklist/checklist.hpp"
#include "audit/fingerprint.hpp"
#include "audit/judge.hpp"
#include "audit/pragmas.hpp"
#include "audit/standing.hpp"
#include "audit/summaries.hpp"
#include "audit/suppressions.hpp"
#include "rules/base_advice.hpp"

#include <algorithm>

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

  model::Report report;
  report.title = subjects.title;
  report.kind = kind_of(subjects.scope);
  report.as_of = policy.as_of;
  report.services = services_of(subjects);
  report.images = images_of(subjects);
  report.gaps = subjects.gaps;
  report.gaps.insert(report.gaps.end(), notices.begin(), notices.end());
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
