// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 6> switches = {"DEBUG",        "FLASK_DEBUG", "APP_DEBUG",
                                                      "DJANGO_DEBUG", "RAILS_DEBUG", "PHP_DEBUG"};
constexpr std::array<std::string_view, 9> environments = {
    "FLASK_ENV",          "RAILS_ENV",  "RACK_ENV",
    "NODE_ENV",           "APP_ENV",    "ASPNETCORE_ENVIRONMENT",
    "DOTNET_ENVIRONMENT", "DJANGO_ENV", "SYMFONY_ENV"};

template <std::size_t N>
bool has(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::optional<Severity> severity_of(const std::string& name, const std::string& value) {
  const std::string low = base::to_lower(base::trim(value));
  const bool on = low == "true" || low == "1" || low == "yes" || low == "on";
  if (name == "DEBUG" && !on && (base::contains(low, "*") || base::contains(low, ":"))) {
    return Severity::low; // names of Node's debug package
  }
  if (has(switches, name)) {
    return on ? std::optional(Severity::high) : std::nullopt;
  }
  if (name == "WERKZEUG_DEBUG_PIN") {
    return low == "off" ? std::optional(Severity::high) : std::nullopt;
  }
  const bool development = low == "development" || low == "dev";
  if (has(environments, name) && development) {
    return name == "NODE_ENV" ? Severity::medium : Severity::high;
  }
  return std::nullopt;
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const model::Variable& variable : service.environment) {
    const std::string name = base::to_upper(variable.name);
    const std::string value = variable.value.value_or("");
    const auto severity = severity_of(name, value);
    if (!severity) {
      continue;
    }
    Issue issue;
    issue.severity = *severity;
    issue.message = "Service " + service.name + " runs with " + variable.name + "=" + value
                    + ": error pages then show source, settings and secrets, and some run code.";
    if (*severity == Severity::low) {
      issue.message = "Service " + service.name + " logs debug messages (" + variable.name + "="
                      + value + "), which may hold personal data.";
    }
    issue.evidence = places(variable, variable.name + "=" + value);
    issue.remedy =
        has(environments, name)
            ? "Set `" + variable.name + ": "
                  + (name.starts_with("ASPNETCORE") || name.starts_with("DOTNET") ? "Production"
                                                                                  : "production")
                  + "` in " + path_of(service) + ".environment."
            : "Delete " + variable.name + " from " + path_of(service)
                  + ".environment or set it to false; put it into an override file for "
                    "development.";
    issue.key = "environment[" + variable.name + "]";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "no debug settings");
}

} // namespace

Rule CO801() {
  return {.id = "CO801",
          .name = "debug-environment",
          .title = "Debug or development settings",
          .severity = Severity::high,
          .items = {"H14"},
          .controls = {"OWASP Top 10 A05"},
          .tags = {"compose", "development"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
