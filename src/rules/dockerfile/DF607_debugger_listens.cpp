// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <optional>

namespace secaudit::rules {
namespace {

struct Found {
  std::string what;
  Severity severity = Severity::high;
};

bool everywhere(std::string_view text) {
  return base::contains(text, "0.0.0.0") || base::contains(text, "*:")
         || base::contains(text, "[::]") || base::contains(text, "=*");
}

std::optional<Found> in_word(std::string_view text) {
  if (text.starts_with("--inspect") && text != "--inspect-port") {
    return Found{"node --inspect", everywhere(text) ? Severity::critical : Severity::high};
  }
  if (base::contains(text, "jdwp")) {
    const std::size_t address = text.find("address=");
    const std::string_view value =
        address == std::string_view::npos ? "" : text.substr(address + 8);
    // From Java 9 on a bare number means the loopback interface.
    const bool number = !value.empty() && value.front() >= '0' && value.front() <= '9'
                        && !base::contains(value, "0.0.0.0");
    return Found{"the Java debugger (jdwp)", everywhere(text) ? Severity::critical
                                             : number         ? Severity::medium
                                                              : Severity::high};
  }
  return std::nullopt;
}

std::optional<Found> in_command(const model::ShellCommand& command) {
  const std::string text = text_of(command);
  if (one_of(command.name, {"dlv", "rdbg", "debugpy", "node-inspect"})) {
    return Found{command.name, everywhere(text) || base::contains(text, "--listen=:")
                                   ? Severity::critical
                                   : Severity::high};
  }
  for (const model::ShellWord& word : command.words) {
    if (word.text == "debugpy" || word.text == "pydevd") {
      return Found{word.text, everywhere(text) ? Severity::critical : Severity::high};
    }
    if (const auto found = in_word(word.text)) {
      return found;
    }
  }
  return std::nullopt;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = deployed_stage(use);
  if (stage == nullptr) {
    return not_applicable("not for production");
  }
  std::vector<Issue> issues;
  const auto add = [&](const Found& found, const model::Span& span, const std::string& text) {
    Issue issue = about(
        *stage, found.severity,
        "The container starts " + found.what + ": who reaches it runs any code in the application.",
        "Leave the debugger out of the image that is deployed; a development target "
        "or compose.override.yaml is the place for it.");
    issue.evidence = {at(span, text)};
    issue.key += "|debugger";
    issues.push_back(std::move(issue));
  };
  for (const model::ShellCommand* command : start_commands(use, *stage)) {
    if (const auto found = in_command(*command)) {
      add(*found, command->span, text_of(*command));
    }
  }
  for (const model::DockerVariable& variable : stage->environment) {
    const bool options =
        one_of(variable.name, {"NODE_OPTIONS", "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS",
                               "CATALINA_OPTS", "JDK_JAVA_OPTIONS"});
    for (const std::string_view word : base::split(variable.value.value_or(""), ' ')) {
      const auto found = options ? in_word(word) : std::nullopt;
      if (found) {
        add(*found, variable.span, variable.name + "=" + std::string(word));
      }
    }
  }
  return from_issues(std::move(issues), "no debugger is started");
}

} // namespace

Rule DF607() {
  return {.id = "DF607",
          .name = "debugger-listens",
          .title = "A debugger waits for connections",
          .severity = Severity::critical,
          .items = {"H1", "H2"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
