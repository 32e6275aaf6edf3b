// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/secret_urls.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.build) {
    return not_applicable("not built here");
  }
  std::vector<Issue> issues;
  for (const auto* list : {&service.build->args, &service.build->additional_contexts}) {
    for (const model::Variable& argument : *list) {
      const std::string value = argument.value.value_or("");
      const auto password = password_in_url(value);
      const bool named = list == &service.build->args && model::demand_of(argument.name)
                         && (!value.empty() || base::contains(argument.raw, "$"));
      if (!named && !password) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::high;
      issue.message = "The build of " + service.name + " gets the secret " + argument.name
                      + " as an argument, which stays readable in the image's history.";
      issue.evidence = {
          at(argument.span, argument.name + "="
                                + (base::contains(argument.raw, "$") ? argument.raw.substr(0, 60)
                                                                     : base::masked(value)))};
      issue.remedy = "Use a build secret: `secrets: [" + base::to_lower(argument.name) + "]` under "
                     + path_of(service) + ".build and `RUN --mount=type=secret,id="
                     + base::to_lower(argument.name) + " …` in the Dockerfile.";
      issue.key = "build.args[" + argument.name + "]";
      issues.push_back(std::move(issue));
    }
  }
  return conclude(service, std::move(issues), "no secret among the build arguments");
}

} // namespace

Rule CO405() {
  return {.id = "CO405",
          .name = "secret-in-build-args",
          .title = "Secret as a build argument",
          .severity = Severity::high,
          .items = {"H13"},
          .controls = {"CIS-Docker 4.10", "OWASP-Docker 12"},
          .tags = {"compose", "secrets", "build"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
