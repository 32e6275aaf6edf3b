// SPDX-License-Identifier: Apache-2.0
#include "rules/password_issues.hpp"

namespace secaudit::rules {
namespace {

bool wanted(const model::PasswordJudgement& judgement) {
  using Strength = model::PasswordJudgement::Strength;
  return judgement.fallback && judgement.strength != Strength::empty
         && judgement.strength != Strength::not_here;
}

Issue issue_for(const model::PasswordJudgement& judgement, Exposure, const Context&) {
  Issue issue;
  issue.severity = Severity::high;
  issue.message =
      "The variable for " + name_of(judgement)
      + " has a default in the compose file: when `.env` is lost or misspelt, the service "
        "starts with a password that everybody can read.";
  issue.evidence = places_of(judgement);
  issue.remedy = "Write `${" + judgement.name
                 + ":?}` instead of the default, so that the start fails when the value is absent.";
  issue.key = "fallback[" + judgement.service + "." + judgement.name + "]";
  return issue;
}

Verdict check(const model::Subjects&, const Context& context) {
  return judge_passwords(context, wanted, issue_for, "no secret has a default");
}

} // namespace

Rule CO407() {
  return {.id = "CO407",
          .name = "secret-fallback",
          .title = "Secret with a default in the compose file",
          .severity = Severity::high,
          .items = {"C3", "H13"},
          .controls = {},
          .tags = {"compose", "secrets"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
