// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/development_server.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/shown_text.hpp"

namespace secaudit::rules {
namespace {

Severity severity_of(const model::StartCommand& start) {
  if (start.debugger) {
    return Severity::critical;
  }
  const std::string server = base::to_lower(start.server);
  const bool dangerous = base::contains(server, "flask") || base::contains(server, "runserver")
                         || base::contains(server, "werkzeug") || base::contains(server, "php")
                         || base::contains(server, "rails");
  return dangerous ? Severity::high : Severity::medium;
}

Verdict check(const model::Service& service, const Context& context) {
  const model::StartCommand* start = context.subjects.start_command_of(service.name);
  if (start == nullptr || start->kind == model::StartCommand::Kind::none) {
    return not_applicable("starts no server that we know");
  }
  if (start->kind == model::StartCommand::Kind::unknown) {
    return unknown("what it starts is not known");
  }
  if (start->kind == model::StartCommand::Kind::production) {
    return pass(start->server.empty() ? "a production server" : start->server);
  }
  if (!is_started_by_compose(*start, context)) {
    return not_applicable("started by the image: " + start->rule + " says it there");
  }
  Issue issue;
  issue.severity = severity_of(*start);
  issue.message = "Service " + service.name + " starts the development server " + start->server
                  + (start->debugger ? " with its debugger, which runs code for whoever asks."
                                     : ", which is neither made for load nor for attackers.");
  for (const model::Origin& step : start->chain) {
    issue.evidence.push_back(at(step.span, shown_text(step.note)));
  }
  if (issue.evidence.empty()) {
    issue.evidence = absent(service, "production server");
  }
  issue.remedy = start->remedy.empty()
                     ? "Start a production server in " + path_of(service)
                           + ": gunicorn or uvicorn workers for Python, puma for Ruby, php-fpm for "
                             "PHP, `node server.js` on a built application for Node."
                     : start->remedy;
  issue.key = "command";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO804() {
  return {.id = "CO804",
          .name = "development-server",
          .title = "Development server",
          .severity = Severity::high,
          .items = {"H1"},
          .controls = {},
          .tags = {"compose", "development"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
