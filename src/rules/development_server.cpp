// SPDX-License-Identifier: Apache-2.0
#include "rules/development_server.hpp"

#include "rules/shown_text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace secaudit::rules {
namespace {

bool reachable(const model::StartCommand& start, const Context& context) {
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(start.service) : nullptr;
  if (service != nullptr && !service->ports.empty()) {
    return true;
  }
  for (const model::DockerfileUse& use : context.subjects.dockerfiles) {
    if (use.service == start.service && use.target_stage() != nullptr
        && !use.target_stage()->exposed.empty()) {
      return true;
    }
  }
  return false;
}

bool only_builds_at_start(std::string_view server) {
  for (const char* name : {"ts-node", "go run", "dotnet run", "mvn", "nest start", "gatsby serve",
                           "vite preview", "cargo run"}) {
    if (server.starts_with(name)) {
      return true;
    }
  }
  return false;
}

} // namespace

bool is_started_by_compose(const model::StartCommand& start, const Context& context) {
  if (!context.subjects.project || start.chain.empty()) {
    return false;
  }
  const std::vector<model::FileName>& files = context.subjects.project->files;
  return std::find(files.begin(), files.end(), start.chain.front().span.file) != files.end();
}

Verdict judge_development_server(const model::StartCommand& start, std::string_view rule,
                                 const Context& context) {
  if (start.kind == model::StartCommand::Kind::unknown) {
    return unknown("what is started could not be followed to its end");
  }
  if (start.kind != model::StartCommand::Kind::development || start.rule != rule) {
    return start.kind == model::StartCommand::Kind::production
               ? pass(start.server + " is made for production")
               : not_applicable("nothing of this kind is started");
  }
  if (is_started_by_compose(start, context)) {
    return not_applicable("started by the compose file: CO804 says it there");
  }
  Issue issue;
  issue.severity = start.debugger                       ? Severity::critical
                   : only_builds_at_start(start.server) ? Severity::medium
                   : reachable(start, context)          ? Severity::high
                                                        : Severity::medium;
  issue.message = start.server + " is a development server"
                  + (start.debugger ? ", and its debugger runs whatever a visitor sends."
                                    : ": slow, single, and open to whoever reaches it.");
  for (const model::Origin& step : start.chain) {
    issue.evidence.push_back(at(step.span, shown_text(step.note)));
  }
  if (issue.evidence.empty()) {
    issue.evidence.emplace_back(model::NoteEvidence{start.server});
  }
  issue.remedy = start.remedy;
  issue.key = "start|" + start.server;
  return fail(std::move(issue));
}

} // namespace secaudit::rules
