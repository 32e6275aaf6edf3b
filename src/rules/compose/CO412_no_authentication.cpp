// SPDX-License-Identifier: Apache-2.0
#include "rules/password_issues.hpp"

namespace secaudit::rules {
namespace {

bool wanted(const model::PasswordJudgement& judgement) {
  return judgement.strength == model::PasswordJudgement::Strength::empty && !judgement.fallback
         && !judgement.service.empty();
}

Issue issue_for(const model::PasswordJudgement& judgement, Exposure reach, const Context& context) {
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(judgement.service) : nullptr;
  const DatastoreFamily* family = service == nullptr ? nullptr : datastore_of(*service, context);
  const bool cache =
      family != nullptr && (family->family == "redis" || family->family == "memcached");
  Issue issue;
  issue.severity = reach >= Exposure::one_address ? Severity::critical
                   : cache                        ? Severity::low
                                                  : Severity::medium;
  issue.message =
      (judgement.service.empty()
           ? judgement.name + " is empty"
           : "Service " + judgement.service + ": " + judgement.name + " " + judgement.reason)
      + (reach >= Exposure::one_address ? "; anybody who reaches its published port is in."
                                        : "; every container on its network is in.");
  issue.evidence = places_of(judgement);
  issue.remedy =
      family != nullptr && family->family == "redis"
          ? "Add `command: [\"redis-server\", \"--requirepass\", \"${REDIS_PASSWORD:?}\"]` to "
            "services."
                + judgement.service + " and use the password in its clients."
          : "Delete the setting and give the service a password of 16 or more random characters "
            "through an ignored `.env`.";
  issue.key = "authentication[" + judgement.service + "." + judgement.name + "]";
  return issue;
}

Verdict check(const model::Subjects&, const Context& context) {
  return judge_passwords(context, wanted, issue_for, "everything asks for a password");
}

} // namespace

Rule CO412() {
  return {.id = "CO412",
          .name = "no-authentication",
          .title = "Service without authentication",
          .severity = Severity::medium,
          .items = {"C3"},
          .controls = {},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
