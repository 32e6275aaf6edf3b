// SPDX-License-Identifier: Apache-2.0
#include "rules/password_issues.hpp"

#include "base/text.hpp"
#include "model/secret_names.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace secaudit::rules {

bool names_database(std::string_view name) {
  static constexpr std::array<std::string_view, 15> words{
      "POSTGRES", "POSTGRESQL", "POSTGRESDB", "PG",         "MYSQL",
      "MARIADB",  "DB",         "DATABASE",   "MONGO",      "MONGODB",
      "SQL",      "JDBC",       "DSN",        "DATASOURCE", "PGPASSWORD"};
  const std::vector<std::string> parts = model::name_words(name);
  return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
    return std::find(words.begin(), words.end(), part) != words.end();
  });
}

Verdict judge_passwords(const Context& context, PasswordFilter wanted, PasswordIssue make,
                        std::string reason_when_clean) {
  std::vector<Issue> issues;
  std::set<std::tuple<std::string, model::Span>> told;
  for (const model::PasswordJudgement& judgement : context.subjects.passwords) {
    // One value in `.env` that three services take is one thing to change.
    if (!wanted(judgement) || !told.emplace(judgement.name, judgement.span).second) {
      continue;
    }
    Exposure reach = Exposure::none;
    const model::Service* service =
        context.subjects.project ? context.subjects.project->service(judgement.service) : nullptr;
    // The password of a database is guessed at the database, not at its published client.
    const bool client = service != nullptr && names_database(judgement.name)
                        && datastore_of(*service, context) == nullptr;
    if (service != nullptr && service->active && !client) {
      reach = exposure(*service, context);
    }
    issues.push_back(make(judgement, reach, context));
  }
  return from_issues(std::move(issues), std::move(reason_when_clean));
}

std::string name_of(const model::PasswordJudgement& judgement) {
  return judgement.service.empty() ? judgement.name
                                   : judgement.name + " of service " + judgement.service;
}

bool is_placeholder(const model::PasswordJudgement& judgement) {
  return judgement.strength == model::PasswordJudgement::Strength::weak
         && base::contains(judgement.reason, "placeholder");
}

std::vector<model::Evidence> places_of(const model::PasswordJudgement& judgement) {
  std::vector<model::Evidence> out{
      at(judgement.span,
         judgement.masked.empty() ? judgement.name : judgement.name + "=" + judgement.masked)};
  if (judgement.use.known() && judgement.use != judgement.span) {
    out.push_back(at(judgement.use, "taken by " + judgement.service));
  }
  return out;
}

} // namespace secaudit::rules
