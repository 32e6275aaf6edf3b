// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

struct Found {
  std::string what;
  Severity severity;
};

/// A debugger in the text of an option or a variable.
std::optional<Found> debugger_in(std::string_view text) {
  const std::string lower = base::to_lower(text);
  const bool local = base::contains(lower, "localhost") || base::contains(lower, "127.0.0.1");
  if (base::contains(lower, "jdwp") && base::contains(lower, "address=")) {
    const bool all = base::contains(lower, "address=*") || base::contains(lower, "address=0.0.0.0");
    return local ? std::nullopt
                 : std::optional(Found{"a Java debugger", all ? Severity::high : Severity::medium});
  }
  if (base::contains(lower, "--inspect=0.0.0.0")
      || base::contains(lower, "--inspect-brk=0.0.0.0")) {
    return Found{"the Node.js inspector on every interface", Severity::high};
  }
  if (base::contains(lower, "debugpy") && base::contains(lower, "--listen") && !local) {
    return Found{"debugpy", Severity::high};
  }
  if (base::contains(lower, "dlv ") && base::contains(lower, "--headless")) {
    return Found{"the Delve debugger", Severity::high};
  }
  return std::nullopt;
}

struct Port {
  std::uint32_t number;
  std::string_view what;
};
constexpr std::array<Port, 4> ports{{{5005, "the port of the Java debugger"},
                                     {9229, "the port of the Node.js inspector"},
                                     {5678, "the port of debugpy"},
                                     {2345, "the port of Delve"}}};

Issue issue_for(const model::Service& service, const Found& found,
                std::vector<model::Evidence> evidence, const std::string& key) {
  return {found.severity,
          "Service " + service.name + " starts " + found.what
              + ": who reaches it runs any code in the service, without a login.",
          std::move(evidence),
          "Delete the option from " + path_of(service)
              + "; debug through `docker compose exec` and 127.0.0.1 inside the container.",
          key};
}

void judge_settings(const model::Service& service, std::vector<Issue>& issues) {
  for (const auto* line : {&service.entrypoint, &service.command}) {
    if (!*line) {
      continue;
    }
    if (const auto found = debugger_in(base::join((**line)->words, " "))) {
      issues.push_back(issue_for(service, *found, places(**line, found->what), "command.debugger"));
    }
  }
  for (const model::Variable& variable : service.environment) {
    const std::string value = variable.value.value_or("");
    auto found = debugger_in(value);
    if (variable.name == "XDEBUG_MODE" && base::contains(base::to_lower(value), "debug")) {
      found = Found{"Xdebug", Severity::low};
    }
    if (found) {
      issues.push_back(issue_for(service, *found, places(variable, variable.name + "=" + value),
                                 "environment[" + variable.name + "]"));
    }
  }
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  judge_settings(service, issues);
  // n8n and its like listen on 5678 by themselves.
  const ImageName image = software_of(service, context);
  const bool other = image_is(image, "n8nio/n8n") || base::contains(image.path, "n8n");
  for (const auto& port : service.ports) {
    const auto* known_port = std::find_if(ports.begin(), ports.end(), [&](const Port& p) {
      return p.number == port->target && !(other && p.number == 5678);
    });
    if (known_port == ports.end() || exposure(*port, service, context) <= Exposure::loopback) {
      continue;
    }
    issues.push_back({Severity::high,
                      "Service " + service.name + " publishes " + std::to_string(port->target)
                          + ", " + std::string(known_port->what) + ".",
                      places(port, written(*port)),
                      "Delete the entry from `" + path_of(service) + ".ports`.",
                      "ports[" + std::to_string(port->target) + "].debugger"});
  }
  return conclude(service, std::move(issues), "no debugger");
}

} // namespace

Rule CO808() {
  return {.id = "CO808",
          .name = "debugger-port",
          .title = "Debugger listens",
          .severity = Severity::high,
          .items = {},
          .controls = {},
          .tags = {"compose", "development"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
