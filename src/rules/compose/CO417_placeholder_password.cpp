// SPDX-License-Identifier: Apache-2.0
#include "rules/password_issues.hpp"

namespace secaudit::rules {
namespace {

bool wanted(const model::PasswordJudgement& judgement) {
  return is_placeholder(judgement) && !judgement.fallback;
}

Issue issue_for(const model::PasswordJudgement& judgement, Exposure reach, const Context&) {
  Issue issue;
  issue.severity = reach == Exposure::everyone ? Severity::critical : Severity::high;
  issue.message =
      "The value of " + name_of(judgement)
      + " is still the placeholder of a template, which is the first thing to be tried.";
  issue.evidence = places_of(judgement);
  issue.remedy =
      "Replace it in `" + judgement.span.file.str() + "` by the output of `openssl rand -hex 16`.";
  issue.key = "placeholder[" + judgement.service + "." + judgement.name + "]";
  return issue;
}

Verdict check(const model::Subjects&, const Context& context) {
  return judge_passwords(context, wanted, issue_for, "no placeholder left");
}

} // namespace

Rule CO417() {
  return {.id = "CO417",
          .name = "placeholder-password",
          .title = "Placeholder instead of a password",
          .severity = Severity::high,
          .items = {"C3"},
          .controls = {},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
