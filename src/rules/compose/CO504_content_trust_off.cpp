// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

bool is_off(const model::Variable& variable) {
  return variable.name == "DOCKER_CONTENT_TRUST" && variable.value && !is_yes(*variable.value);
}

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  const auto look = [&](const model::Variable& variable) {
    if (is_off(variable)) {
      issues.push_back(
          {Severity::info,
           "DOCKER_CONTENT_TRUST is switched off here: signatures of images are not "
           "checked by the engine.",
           {at(variable.span, variable.name + "=" + *variable.value)},
           "Docker retires this mechanism; pin digests and verify signatures with cosign "
           "before the deployment instead.",
           "DOCKER_CONTENT_TRUST"});
    }
  };
  for (const model::Variable& variable : project.dotenv) {
    look(variable);
  }
  for (const model::Service& service : project.services) {
    for (const model::Variable& variable : service.environment) {
      look(variable);
    }
  }
  return from_issues(std::move(issues), "verification is not switched off");
}

} // namespace

Rule CO504() {
  return {.id = "CO504",
          .name = "content-trust-off",
          .title = "Verification of images is switched off",
          .severity = Severity::info,
          .items = {},
          .controls = {"CIS-Docker 4.5", "OWASP-Docker 13"},
          .tags = {"compose", "supply"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
