// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/dockerfile_facts.hpp"

#include <set>

namespace secaudit::rules {
namespace {

/// A name that speaks of a secret and is no name of a file that holds one.
bool names_secret(std::string_view name) {
  return model::demand_of(name).has_value() && !model::names_a_secret_file(name);
}

/// Values that only keep a place free.
bool is_placeholder_value(std::string_view value) {
  const std::string lower = base::to_lower(value);
  for (const char* word : {"changeme", "change-me", "change_me", "example", "dummy", "placeholder",
                           "xxx", "todo", "your", "<", "none", "null", "true", "false"}) {
    if (lower.find(word) != std::string::npos) {
      return true;
    }
  }
  return value.empty() || value.find('$') != std::string_view::npos;
}
Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::set<std::size_t> seen;
  for (const model::Stage& stage : use.dockerfile.stages) {
    for (const model::DockerVariable& variable : stage.environment) {
      const std::string value = variable.value.value_or(variable.raw);
      if (!names_secret(variable.name) || value.empty()
          || !seen.insert(static_cast<std::size_t>(variable.span.begin.line) * 1000
                          + static_cast<std::size_t>(variable.span.begin.column))
                  .second) {
        continue;
      }
      const bool placeholder = is_placeholder_value(value);
      Issue issue = about(stage, placeholder ? Severity::low : Severity::high,
                          "ENV " + variable.name
                              + (placeholder ? " prepares a place for a secret in the image."
                                             : " puts a secret into the image, where everybody who "
                                               "can pull it reads it."),
                          "Delete it here and give the value at run time by a secret or env_file; "
                          "at build time use `RUN --mount=type=secret`. Change the secret.");
      issue.evidence = {at(variable.span, variable.name + "=" + base::masked(value))};
      issue.key += "|" + variable.name;
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues), "no secret in ENV");
}

} // namespace

Rule DF501() {
  return {.id = "DF501",
          .name = "secret-in-env",
          .title = "Secret in the environment of the image",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"hadolint DL3064", "trivy DS-0031", "BuildKit SecretsUsedInArgOrEnv",
                       "SonarSource S6472", "dockle CIS-DI-0010", "CIS-Docker 4.10"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
