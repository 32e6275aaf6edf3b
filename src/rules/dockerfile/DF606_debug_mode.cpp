// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

#include <optional>

namespace secaudit::rules {
namespace {

bool is_on(std::string_view value) {
  const std::string lower = base::to_lower(value);
  return lower == "1" || lower == "true" || lower == "yes" || lower == "on";
}

/// high when visitors get a debugger or traces, low for mere noise, nothing when it is no debug
/// switch.
std::optional<Severity> judge(std::string_view name, std::string_view value) {
  const bool development = base::to_lower(value).starts_with("dev");
  if (name == "FLASK_DEBUG" || name == "APP_DEBUG" || name == "DJANGO_DEBUG"
      || name == "WERKZEUG_DEBUG_PIN") {
    return is_on(value) ? std::optional(Severity::high) : std::nullopt;
  }
  if (name == "FLASK_ENV" || name == "RAILS_ENV" || name == "RACK_ENV" || name == "APP_ENV"
      || name == "ASPNETCORE_ENVIRONMENT" || name == "DOTNET_ENVIRONMENT") {
    return development ? std::optional(Severity::high) : std::nullopt;
  }
  if (name == "NODE_ENV") {
    return development ? std::optional(Severity::medium) : std::nullopt;
  }
  if (name == "DEBUG" || name == "PYTHONDEVMODE") {
    return is_on(value) ? std::optional(Severity::medium) : std::nullopt;
  }
  if (name == "GIN_MODE") {
    return value == "debug" ? std::optional(Severity::low) : std::nullopt;
  }
  if (name == "XDEBUG_MODE") {
    return value != "off" && !value.empty() ? std::optional(Severity::medium) : std::nullopt;
  }
  return std::nullopt;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr || is_development(use)) {
    return not_applicable("not for production");
  }
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(use.service) : nullptr;
  std::vector<Issue> issues;
  for (const model::DockerVariable& variable : stage->environment) {
    const auto severity = judge(variable.name, variable.value.value_or(""));
    if (!severity || (service != nullptr && service->variable(variable.name) != nullptr)) {
      continue;
    }
    Issue issue = about(*stage, *severity,
                        variable.name + "=" + variable.value.value_or("")
                            + " turns debugging on in the image that is deployed.",
                        "Delete it, or set the value for production; development settings belong "
                        "into a compose.override.yaml.");
    issue.evidence = {at(variable.span, variable.name + "=" + variable.value.value_or(""))};
    issue.key += "|" + variable.name;
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "no debug mode");
}

} // namespace

Rule DF606() {
  return {.id = "DF606",
          .name = "debug-mode",
          .title = "Debug mode is on",
          .severity = Severity::medium,
          .items = {"H1", "H14"},
          .controls = {"SonarSource S4507"},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
