// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/password_issues.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace secaudit::rules {
namespace {

using Judgement = model::PasswordJudgement;
using Strength = Judgement::Strength;

/// What a value is for. An application and its database must share one password, under whatever
/// names.
std::string role_of(const Judgement& judgement) {
  const std::vector<std::string> words = model::name_words(judgement.name);
  const auto has = [&](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  const bool store = names_database(judgement.name);
  if (judgement.demand == Judgement::Demand::password || store) {
    if ((has("ROOT") && !has("NON")) || has("SUPERUSER") || (has("INITDB") && has("ADMIN"))) {
      return "root of the database";
    }
    if (store) {
      return "the database";
    }
    return has("REDIS") || has("REQUIREPASS") || has("MASTERAUTH") || has("CACHE")
               ? "the cache"
               : base::join(words, "_");
  }
  return base::join(words, "_");
}

Verdict check(const model::Subjects& subjects, const Context&) {
  // `B=$A` in `.env` says openly that both are one.
  std::set<std::string> by_reference;
  if (subjects.project) {
    for (const model::Variable& variable : subjects.project->dotenv) {
      if (base::contains(variable.raw, "$") && variable.value != variable.raw) {
        by_reference.insert(variable.name);
      }
    }
  }
  std::map<std::string, std::map<std::string, const Judgement*>> roles;
  for (const Judgement& judgement : subjects.passwords) {
    const bool value =
        judgement.strength == Strength::strong || judgement.strength == Strength::borderline;
    // Weak values are known defaults, equal everywhere; CO406 and CO417 say what is wrong with
    // them.
    if (value && !judgement.group.empty() && !judgement.fallback
        && !by_reference.contains(judgement.name)
        && judgement.name.find("--") == std::string::npos) {
      roles[judgement.group].emplace(role_of(judgement), &judgement);
    }
  }
  std::vector<Issue> issues;
  for (const auto& [group, uses] : roles) {
    if (uses.size() < 2) {
      continue;
    }
    Issue issue;
    std::vector<std::string> names;
    for (const auto& [role, judgement] : uses) {
      names.push_back(judgement->name);
      issue.evidence.push_back(at(judgement->span, judgement->name + "=" + judgement->masked));
    }
    const bool root = uses.contains("root of the database") && uses.contains("the database");
    issue.severity = root ? Severity::medium : Severity::low;
    std::sort(names.begin(), names.end());
    issue.message = base::join(names, " and ") + " have the same value: "
                    + (root ? "who has the application's password is the administrator of the "
                              "database."
                            : "who learns one has the other.");
    issue.remedy = "Give each a value of its own (`openssl rand -hex 16`).";
    issue.key = "shared[" + base::join(names, ",") + "]";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "every secret has one purpose");
}

} // namespace

Rule CO413() {
  return {.id = "CO413",
          .name = "secret-used-twice",
          .title = "One secret for several purposes",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
