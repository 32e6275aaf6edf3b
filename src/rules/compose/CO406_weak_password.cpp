// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/password_issues.hpp"

namespace secaudit::rules {
namespace {

using Strength = model::PasswordJudgement::Strength;

bool wanted(const model::PasswordJudgement& judgement) {
  return !judgement.fallback && !is_placeholder(judgement)
         && (judgement.strength == Strength::weak || judgement.strength == Strength::borderline);
}

/// What has to get a new value: the variable, or the part of an address or a command line.
std::string holder_of(const model::PasswordJudgement& judgement) {
  if (judgement.name.starts_with("--")) {
    return "the value behind `" + judgement.name + "`";
  }
  return model::demand_of(judgement.name) ? judgement.name
                                          : "the password inside " + judgement.name;
}

/// What else has to be done for the new value to be in force.
std::string after_the_change(model::PasswordJudgement::Demand demand) {
  switch (demand) {
  case model::PasswordJudgement::Demand::key:
    return "; what was signed or encrypted with the old value, such as sessions, is void then.";
  case model::PasswordJudgement::Demand::token:
    return "; whoever asks for it or sends it needs the new value as well.";
  case model::PasswordJudgement::Demand::password:
    break;
  }
  return "; a database that already has data keeps its old password until it is changed inside.";
}

Issue issue_for(const model::PasswordJudgement& judgement, Exposure reach, const Context&) {
  const bool key = judgement.demand == model::PasswordJudgement::Demand::key;
  Issue issue;
  issue.severity = judgement.strength == Strength::borderline ? Severity::low
                   : reach == Exposure::everyone              ? Severity::critical
                                                              : Severity::high;
  const std::string holder = holder_of(judgement);
  issue.message =
      (holder == judgement.name ? "The value of " + name_of(judgement)
                                : "The password in " + name_of(judgement))
      + " is "
      + (judgement.strength == Strength::borderline ? "barely strong enough" : "easy to guess")
      + " (" + judgement.reason + ")."
      + (issue.severity == Severity::critical ? " The service is reachable from outside." : "");
  issue.evidence = places_of(judgement);
  issue.remedy = "Set " + holder + " to the output of `openssl rand -hex " + (key ? "32" : "16")
                 + "` in `" + judgement.span.file.str() + "`"
                 + (holder == judgement.name ? "" : " (hexadecimal digits need no escaping there)")
                 + after_the_change(judgement.demand);
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
