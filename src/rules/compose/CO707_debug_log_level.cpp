// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_debug(std::string_view value) {
  const std::string word = base::to_lower(base::trim(value));
  return word == "debug" || word == "trace" || word == "verbose" || word == "all" || word == "silly"
         || word == "finest";
}

bool names_level(std::string_view name) {
  const std::string upper = base::to_upper(name);
  return upper == "LOG_LEVEL" || upper == "LOGLEVEL" || upper.ends_with("_LOG_LEVEL")
         || upper.ends_with("_LOGLEVEL") || upper.ends_with("__LOGLEVEL__DEFAULT")
         || upper == "RUST_LOG" || upper.starts_with("LOGGING_LEVEL_");
}

/// The option that asks for debug output, "" when there is none.
std::string debug_option(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string lower = base::to_lower(words[i]);
    for (const std::string_view option : {"--log-level", "--log.level", "--loglevel"}) {
      if (lower == option && i + 1 < words.size() && is_debug(words[i + 1])) {
        return words[i] + " " + words[i + 1];
      }
      if (lower.starts_with(std::string(option) + "=")
          && is_debug(lower.substr(option.size() + 1))) {
        return words[i];
      }
    }
    if (lower == "-vvv" || lower == "-vvvv") {
      return words[i];
    }
  }
  return {};
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  const std::string why = ": passwords and personal data may reach the logs, and the disk fills.";
  for (const model::Variable& variable : service.environment) {
    if (names_level(variable.name) && variable.value && is_debug(*variable.value)) {
      issues.push_back({Severity::low,
                        "Service " + service.name + " logs in debug detail (" + variable.name + "="
                            + *variable.value + ")" + why,
                        places(variable, variable.name + "=" + *variable.value),
                        "Write `" + variable.name + ": info` for production.",
                        "environment[" + variable.name + "]"});
    }
  }
  const std::string option = debug_option(start_words(service));
  if (!option.empty()) {
    const auto& line = service.command ? service.command : service.entrypoint;
    issues.push_back({Severity::low,
                      "Service " + service.name + " logs in debug detail (" + option + ")" + why,
                      places(*line, option),
                      "Delete " + option + " from " + path_of(service) + " or write `info`.",
                      "command.log-level"});
  }
  return conclude(service, std::move(issues), "no debug output");
}

} // namespace

Rule CO707() {
  return {.id = "CO707",
          .name = "debug-log-level",
          .title = "Logs in debug detail",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "operations"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
