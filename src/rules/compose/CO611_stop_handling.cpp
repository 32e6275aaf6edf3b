// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool is_shell(std::string_view word) {
  static constexpr std::array<std::string_view, 5> shells{"sh", "bash", "ash", "dash", "zsh"};
  return std::find(shells.begin(), shells.end(), word.substr(word.rfind('/') + 1)) != shells.end();
}

/// A script in `sh -c` that does not hand over by `exec`.
bool keeps_shell(const std::vector<std::string>& words) {
  if (words.size() < 3 || !is_shell(words[0]) || !words[1].starts_with("-")
      || words[1].find('c') == std::string::npos) {
    return false;
  }
  // A single simple command is executed in the shell's place by most shells.
  const std::string& script = words[2];
  const bool several = script.find_first_of(";&|\n") != std::string::npos;
  return several && !base::contains(script, "exec ") && !base::contains(script, "trap ");
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  const bool init = service.init && service.init->value;
  if (!init && !one_shot(service, context) && keeps_shell(start_words(service))) {
    const auto& line = service.entrypoint && keeps_shell((**service.entrypoint).words)
                           ? service.entrypoint
                           : (service.command ? service.command : service.entrypoint);
    issues.push_back(
        {Severity::low,
         "A shell is the first process of service " + service.name
             + " and passes no signal on: each stop waits for the full grace period and "
               "then kills the program.",
         places(*line, "sh -c"),
         "Write `exec` in front of the last command in " + path_of(service)
             + ", or add `init: true`.",
         "command.shell"});
  }
  const model::Node* grace = key_of(service, "stop_grace_period");
  const auto seconds = grace == nullptr ? std::nullopt : seconds_of(grace->text);
  if (seconds && *seconds < 10 && datastore_of(service, context) != nullptr) {
    issues.push_back({Severity::low,
                      "The datastore " + service.name + " gets " + grace->text
                          + " to write its data before it is killed.",
                      places(*grace, "stop_grace_period: " + grace->text),
                      "Write `stop_grace_period: 1m` in " + path_of(service) + ".",
                      "stop_grace_period"});
  }
  const model::Node* signal = key_of(service, "stop_signal");
  if (signal != nullptr
      && (base::to_upper(signal->text) == "SIGKILL" || signal->text == "9"
          || base::to_upper(signal->text) == "KILL")) {
    issues.push_back({Severity::low,
                      "Service " + service.name
                          + " is stopped with SIGKILL: it can neither finish nor clean up.",
                      places(*signal, "stop_signal: " + signal->text),
                      "Delete `stop_signal` from " + path_of(service) + ".", "stop_signal"});
  }
  return conclude(service, std::move(issues), "stopped in order");
}

} // namespace

Rule CO611() {
  return {.id = "CO611",
          .name = "stop-handling",
          .title = "Is not stopped properly",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "availability"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
