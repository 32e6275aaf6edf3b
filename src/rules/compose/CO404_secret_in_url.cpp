// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/secret_urls.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Issue issue_for(const model::Service& service, const std::string& where,
                const std::string& password, const std::string& url,
                std::vector<model::Evidence> evidence) {
  Issue issue;
  issue.severity = Severity::high;
  issue.message = "The address in " + where + " of service " + service.name + " holds a password ("
                  + base::masked(password) + "); addresses end up in logs and error pages.";
  issue.evidence = std::move(evidence);
  issue.remedy = "Take the password out: `" + base::replace_all(url, "***", "${DB_PASSWORD:?}")
                 + "` with the value in an ignored `.env`, and change the old one.";
  issue.key = where;
  return issue;
}

void judge_variables(const model::Service& service, const std::vector<model::Variable>& variables,
                     const std::string& kind, std::vector<Issue>& issues) {
  for (const model::Variable& variable : variables) {
    // The text before interpolation decides whether the password is written out here.
    const std::string& text = variable.raw.empty() ? variable.value.value_or("") : variable.raw;
    const auto password = variable.from_file.empty() ? password_in_url(text) : std::nullopt;
    if (password) {
      const std::string shown = without_password(text);
      issues.push_back(issue_for(service, kind + "[" + variable.name + "]", *password, shown,
                                 {at(variable.span, variable.name + "=" + shown)}));
    }
  }
}

void judge_line(const model::Service& service,
                const std::optional<model::Sourced<model::CommandLine>>& line,
                const std::string& kind, std::vector<Issue>& issues) {
  if (!line || line->via == model::Via::interpolated) {
    return;
  }
  for (const std::string& word : line->value.words) {
    if (const auto password = password_in_url(word)) {
      const std::string shown = without_password(word);
      issues.push_back(issue_for(service, kind, *password, shown, {at(line->span, shown)}));
    }
  }
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  judge_variables(service, service.environment, "environment", issues);
  judge_variables(service, service.labels, "labels", issues);
  judge_line(service, service.command, "command", issues);
  judge_line(service, service.entrypoint, "entrypoint", issues);
  return conclude(service, std::move(issues), "no password in an address");
}

} // namespace

Rule CO404() {
  return {.id = "CO404",
          .name = "secret-in-url",
          .title = "Password in an address",
          .severity = Severity::high,
          .items = {"H13"},
          .controls = {"compose-lint CL-0021"},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
