// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_hash(std::string_view value) {
  return base::contains(value, "$apr1$") || base::contains(value, "$2y$")
         || base::contains(value, "$2a$") || base::contains(value, "$2b$")
         || base::contains(value, "{SHA}") || base::contains(value, "$argon2");
}

bool is_value(std::string_view value) {
  const std::string lower = base::to_lower(value);
  const bool number = value.find_first_not_of("0123456789.") == std::string_view::npos;
  return value.size() >= 4 && !number && lower != "true" && lower != "false"
         && !value.starts_with("{{") && !value.starts_with("file:") && !is_reference(value)
         && value.find(' ') == std::string_view::npos && !value.starts_with('/');
}

void judge(const model::Service& service, const std::vector<model::Variable>& labels,
           const std::string& key, std::vector<Issue>& issues) {
  for (const model::Variable& label : labels) {
    const std::string value = label.value.value_or("");
    const std::string last = label.name.substr(label.name.rfind('.') + 1);
    const bool hash = is_hash(value);
    const bool plain =
        !hash && model::demand_of(last) && is_value(value) && !base::contains(label.raw, "${");
    if (!hash && !plain) {
      continue;
    }
    issues.push_back(
        {hash ? Severity::low : Severity::high,
         "The label " + label.name + " of service " + service.name
             + (hash ? " holds the hash of a password, which can be guessed at leisure."
                     : " holds a secret (" + base::masked(value) + ")")
             + (hash ? ""
                     : ": labels are shown by `docker inspect` and to every "
                       "service with the engine's API."),
         {at(label.span, label.name + "=" + base::masked(value))},
         hash ? "Keep the hash in a file that the proxy reads (`usersFile`), mounted as a "
                "secret."
              : "Take " + label.name + " out of `" + path_of(service) + "." + key
                    + "` and change the value; let the program that reads the label "
                      "take it from a secret.",
         key + "[" + label.name + "]"});
  }
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  judge(service, service.labels, "labels", issues);
  judge(service, service.deploy_labels, "deploy.labels", issues);
  if (service.build) {
    judge(service, service.build->labels, "build.labels", issues);
  }
  return conclude(service, std::move(issues), "no secret in a label");
}

} // namespace

Rule CO403() {
  return {.id = "CO403",
          .name = "secret-in-label",
          .title = "Secret in a label",
          .severity = Severity::high,
          .items = {},
          .controls = {"OWASP-Docker 12"},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
