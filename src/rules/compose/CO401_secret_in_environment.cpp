// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/service_issue.hpp"

#include <functional>
#include <map>

namespace secaudit::rules {
namespace {

using Judgement = model::PasswordJudgement;

/// A live token of a known format at the same place, which is worse than a password.
const model::SecretHit* hit_at(const model::Span& span, const Context& context) {
  for (const model::SecretHit& hit : context.subjects.secrets) {
    if (hit.image.empty() && hit.span.file == span.file && hit.span.begin.line == span.begin.line
        && hit.severity == "critical") {
      return &hit;
    }
  }
  return nullptr;
}

bool holds_a_value(const Judgement& judgement) {
  return judgement.strength != Judgement::Strength::empty
         && judgement.strength != Judgement::Strength::not_here;
}

/// The judgements by service.
struct OfServices {
  bool known = false;
  std::map<std::string, std::vector<const Judgement*>, std::less<>> judgements;
};

const std::vector<const Judgement*>& judgements_of(const std::string& service,
                                                   const Context& context) {
  OfServices& all = context.memo.get<OfServices>();
  if (!all.known) {
    for (const Judgement& judgement : context.subjects.passwords) {
      all.judgements[judgement.service].push_back(&judgement);
    }
    all.known = true;
  }
  return all.judgements[service];
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  for (const Judgement* each : judgements_of(service.name, context)) {
    const Judgement& judgement = *each;
    const model::Variable* variable = service.variable(judgement.name);
    if (!judgement.literal || judgement.fallback || variable == nullptr || !holds_a_value(judgement)
        || !model::demand_of(judgement.name)) {
      continue;
    }
    const model::SecretHit* live = hit_at(judgement.span, context);
    Issue issue;
    issue.severity = live != nullptr ? Severity::critical : Severity::high;
    issue.message = "The value of " + judgement.name + " of service " + service.name
                    + " stands in the compose file"
                    + (live != nullptr ? " (" + live->title + ")" : "")
                    + ": everybody who can read the repository has it.";
    issue.evidence = {at(judgement.use, judgement.name + "=" + judgement.masked)};
    issue.remedy = "Write `" + judgement.name + ": ${" + judgement.name + ":?}` in `"
                   + path_of(service)
                   + ".environment`, put a new value into an ignored `.env`, and "
                     "change it wherever it was used.";
    issue.key = "environment[" + judgement.name + "]";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "no secret written in the environment");
}

} // namespace

Rule CO401() {
  return {.id = "CO401",
          .name = "secret-in-environment",
          .title = "Secret written in the compose file",
          .severity = Severity::high,
          .items = {"H13"},
          .controls = {"OWASP-Docker 12", "compose-lint CL-0020"},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
