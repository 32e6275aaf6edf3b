// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/rule.hpp"
#include "rules/service_nodes.hpp"

#include <cctype>
#include <set>

namespace secaudit::rules {
namespace {

bool begins_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The name behind a `$` without braces that is eaten as a variable, "" when there is none. `$$`
/// and `$1` stay.
std::string eaten(std::string_view raw) {
  for (std::size_t i = 0; i + 1 < raw.size(); ++i) {
    if (raw[i] != '$') {
      continue;
    }
    if (raw[i + 1] == '$') {
      ++i;
      continue;
    }
    if (!begins_name(raw[i + 1])) {
      continue;
    }
    std::size_t end = i + 1;
    while (end < raw.size()
           && (std::isalnum(static_cast<unsigned char>(raw[end])) != 0 || raw[end] == '_')) {
      ++end;
    }
    // `$NAME` as the whole value is a reference that is meant.
    return i == 0 && end == raw.size() ? std::string()
                                       : std::string(raw.substr(i + 1, end - i - 1));
  }
  return {};
}

bool is_hash(std::string_view raw) {
  for (const std::string_view mark : {"$apr1$", "$2y$", "$2a$", "$2b$", "$argon2", "$6$", "$5$"}) {
    if (base::contains(raw, mark)) {
      return true;
    }
  }
  return false;
}

class Judge {
 public:
  explicit Judge(const model::Project& project) : project_(project) {}

  void look(const model::Variable& variable, std::string_view owner, bool compose) {
    const std::string name = eaten(variable.raw);
    const bool secret = model::demand_of(variable.name) || is_hash(variable.raw);
    if (name.empty() || !secret || !variable.value || *variable.value == variable.raw
        || names_variable(name) || !told_.insert(variable.span).second) {
      return;
    }
    const std::string where = variable.span.file.str();
    issues_.push_back({Severity::medium,
                       "The value of " + variable.name
                           + (owner.empty() ? "" : " of service " + std::string(owner))
                           + " arrives shorter than it is written: `$" + name
                           + "` is taken for a variable that does not exist.",
                       {at(variable.span, variable.name + "=" + base::masked(variable.raw))},
                       compose ? "Double every `$` of the value in " + where + " (`$$`)."
                               : "Put the value in " + where + " into single quotes.",
                       "dollar[" + std::string(owner) + "." + variable.name + "]"});
  }

  std::vector<Issue> take() { return std::move(issues_); }

 private:
  bool names_variable(const std::string& name) const {
    for (const model::Variable& variable : project_.dotenv) {
      if (variable.name == name) {
        return true;
      }
    }
    return false;
  }

  const model::Project& project_;
  std::set<model::Span> told_;
  std::vector<Issue> issues_;
};

Verdict check(const model::Project& project, const Context&) {
  Judge judge(project);
  for (const model::Variable& variable : project.dotenv) {
    judge.look(variable, "", false);
  }
  for (const model::Service& service : project.services) {
    for (const model::Variable& variable : service.environment) {
      judge.look(variable, service.name, variable.from_file.empty());
    }
    for (const model::Variable& label : service.labels) {
      judge.look(label, service.name, true);
    }
  }
  return from_issues(judge.take(), "no `$` changes a secret");
}

} // namespace

Rule CO415() {
  return {.id = "CO415",
          .name = "dollar-spoils-secret",
          .title = "A dollar sign changes the secret",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "secrets", "correctness"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
