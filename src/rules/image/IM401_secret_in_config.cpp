// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/image_facts.hpp"
#include "rules/image_secrets.hpp"

namespace secaudit::rules {
namespace {

void add(const model::ImageUse& use, std::string_view name, std::string_view value,
         const std::string& pointer, const std::string& where, std::vector<Issue>& issues) {
  if (!holds_secret(name, value)) {
    return;
  }
  Issue issue;
  issue.severity = Severity::high;
  issue.message = image_title(use) + " holds a secret in " + where + " " + std::string(name)
                  + ": everybody who can pull or inspect the image reads it.";
  issue.evidence = {
      config_evidence(*use.image, pointer, std::string(name) + "=" + base::masked(value))};
  issue.remedy = "Give the value when the container starts (secrets, env_file), at build time by "
                 "RUN --mount=type=secret; build anew and change the secret.";
  issue.key = pointer + "[" + std::string(name) + "]";
  issues.push_back(std::move(issue));
}

void add_words(const model::ImageUse& use, const std::vector<std::string>& words,
               const std::string& pointer, std::vector<Issue>& issues) {
  for (const std::string& word : words) {
    for (const auto& [name, value] : assignments_of(word)) {
      add(use, name, value, pointer, "the command", issues);
    }
  }
}

Verdict check(const model::ImageUse& use, const Context&) {
  const model::ImageConfig& config = use.image->config;
  std::vector<Issue> issues;
  for (const std::string& variable : config.environment) {
    const std::size_t equals = variable.find('=');
    if (equals != std::string::npos) {
      add(use, std::string_view(variable).substr(0, equals),
          std::string_view(variable).substr(equals + 1), "/config/Env", "the variable", issues);
    }
  }
  for (const auto& [name, value] : config.labels) {
    add(use, name, value, "/config/Labels", "the label", issues);
  }
  add_words(use, config.entrypoint, "/config/Entrypoint", issues);
  add_words(use, config.command, "/config/Cmd", issues);
  if (config.healthcheck) {
    add_words(use, *config.healthcheck, "/config/Healthcheck", issues);
  }
  return from_issues(std::move(issues), "no variable, label or command holds a secret");
}

} // namespace

Rule IM401() {
  return {.id = "IM401",
          .name = "secret-in-image-config",
          .title = "Secret in the configuration of the image",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"CIS-Docker 4.10", "dockle CIS-DI-0010", "trivy DS-0031", "CWE-798"},
          .tags = {"image", "secrets"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
