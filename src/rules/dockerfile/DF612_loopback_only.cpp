// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_loopback(std::string_view value) {
  for (const char* prefix : {"http://", "tcp://"}) {
    value.remove_prefix(value.starts_with(prefix) ? std::string_view(prefix).size() : 0);
  }
  return value.starts_with("127.0.0.1") || value.starts_with("localhost");
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = deployed_stage(use);
  const model::Service* service = service_of(use, context);
  if (stage == nullptr || (service != nullptr && service->network_mode)
      || (service != nullptr && (service->command || service->entrypoint))) {
    return not_applicable("another network or command");
  }
  std::vector<Issue> issues;
  const auto add = [&](const model::Span& span, const std::string& text) {
    Issue issue = about(*stage, Severity::medium,
                        text + ": no other container and no published port reaches this address.",
                        "Listen on 0.0.0.0; what may connect is decided by networks and ports.");
    issue.evidence = {at(span, text)};
    issue.key += "|loopback";
    issues.push_back(std::move(issue));
  };
  for (const model::ShellCommand* command : start_commands(use, *stage)) {
    if (!one_of(command->name,
                {"gunicorn", "uvicorn", "hypercorn", "daphne", "waitress-serve", "puma", "rails",
                 "flask", "vite", "next", "granian", "php", "unicorn"})) {
      continue;
    }
    const auto value =
        option_value(*command, {"-b", "--bind", "--host", "-h", "-H", "--hostname", "--listen"});
    if (value && is_loopback(*value)) {
      add(command->span, text_of(*command));
    }
  }
  for (const model::DockerVariable& variable : stage->environment) {
    if (one_of(variable.name,
               {"HOST", "UVICORN_HOST", "FLASK_RUN_HOST", "BIND_ADDRESS", "LISTEN_ADDR"})
        && is_loopback(variable.value.value_or(""))) {
      add(variable.span, variable.name + "=" + *variable.value);
    }
  }
  return from_issues(std::move(issues), "no loopback address");
}

} // namespace

Rule DF612() {
  return {.id = "DF612",
          .name = "loopback-only",
          .title = "The server listens on the container's own loopback only",
          .severity = Severity::medium,
          .items = {"H1"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
