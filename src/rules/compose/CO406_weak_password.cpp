// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/password_issues.hpp"

namespace secaudit::rules {
namespace {

using Strength = model::PasswordJudgement::Strength;

bool wanted(const model::PasswordJudgement& judgement) {
  return !judgement.fallback && !is_placeholder(judgement)
         && (judgement.strength == Strength::weak || judgement.strength == Strength::borderline);
}

Issue issue_for(const model::PasswordJudgement& judgement, Exposure reach, const Context&) {
  const bool key = judgement.demand == model::PasswordJudgement::Demand::key;
  Issue issue;
  issue.severity = judgement.strength == Strength::borderline ? Severity::low
                   : reach == Exposure::everyone              ? Severity::critical
                                                              : Severity::high;
  issue.message =
      "The value of " + name_of(judgement) + " is "
      + (judgement.strength == Strength::borderline ? "barely strong enough" : "easy to guess")
      + " (" + judgement.reason + ")."
      + (issue.severity == Severity::critical ? " The service is reachable from outside." : "");
  issue.evidence = places_of(judgement);
  issue.remedy = "Set " + judgement.name + " to the output of `openssl rand -hex "
                 + (key ? "32" : "16") + "` in `" + judgement.span.file.str()
                 + "`; a database that already has data keeps its old password until it is changed "
                   "inside.";
  issue.key = "password[" + judgement.service + "." + judgement.name + "]";
  return issue;
}

Verdict check(const model::Subjects&, const Context& context) {
  if (context.subjects.passwords.empty()) {
    return not_applicable("nothing takes a password");
  }
  return judge_passwords(context, wanted, issue_for, "no weak password");
}

} // namespace

Rule CO406() {
  return {.id = "CO406",
          .name = "weak-password",
          .title = "Weak password",
          .severity = Severity::high,
          .items = {"C3"},
          .controls = {"OWASP-ASVS 2.1"},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
