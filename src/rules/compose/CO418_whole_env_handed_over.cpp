// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <set>

namespace secaudit::rules {
namespace {

bool is_dotenv(std::string_view path) {
  return path.substr(path.rfind('/') + 1) == ".env";
}

Verdict check(const model::Project&, const Context& context) {
  std::vector<std::string> names;
  std::vector<model::Evidence> evidence;
  std::set<std::string> secrets;
  for (const model::Service* service : active_services(context)) {
    for (const auto& file : service->env_files) {
      if (!is_dotenv(*file)) {
        continue;
      }
      names.push_back(service->name);
      evidence.push_back(at(file.span, "env_file: .env"));
      for (const model::Variable& variable : service->environment) {
        if (is_dotenv(variable.from_file) && model::demand_of(variable.name)) {
          secrets.insert(variable.name);
        }
      }
    }
  }
  if (names.size() < 2) {
    return pass("no .env is shared as a whole");
  }
  Issue issue;
  issue.severity = secrets.empty() ? Severity::low : Severity::medium;
  issue.message = "The services " + few(names) + " all get the whole .env"
                  + (secrets.empty() ? "."
                                     : ", with " + few({secrets.begin(), secrets.end()})
                                           + ": each has the secrets of the others.");
  issue.evidence = std::move(evidence);
  issue.remedy = "Replace `env_file: .env` by `environment` entries for what each service needs "
                 "(`DB_PASSWORD: ${DB_PASSWORD:?}`), or give each its own file.";
  issue.key = "env_file[.env]";
  return fail(std::move(issue));
}

} // namespace

Rule CO418() {
  return {.id = "CO418",
          .name = "whole-env-handed-over",
          .title = "Whole .env is handed to services",
          .severity = Severity::low,
          .items = {},
          .controls = {"OWASP-Docker 12"},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
