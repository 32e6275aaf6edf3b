// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

/// The first operator outside quotes, where Compose's splitting ends; "" when there is none.
std::string operator_in(std::string_view text) {
  char quote = '\0';
  bool escaped = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (escaped) {
      escaped = false;
    } else if (c == '\\' && quote != '\'') {
      escaped = true;
    } else if (quote != '\0') {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == ';' || c == '&' || c == '|' || c == '<' || c == '>') {
      const bool doubled = i + 1 < text.size() && text[i + 1] == c;
      return std::string(doubled ? 2 : 1, c);
    }
  }
  return {};
}

void judge(const model::Service& service, const std::string& key,
           const std::optional<model::Sourced<model::CommandLine>>& line,
           std::vector<Issue>& issues) {
  if (!line || !(**line).shell_text) {
    return;
  }
  const std::string cut = operator_in((**line).text);
  if (cut.empty()) {
    return;
  }
  issues.push_back({Severity::high,
                    "The " + key + " of service " + service.name + " ends before `" + cut
                        + "`: Compose starts no shell, and what follows is dropped without a word.",
                    places(*line, base::join((**line).words, " ")),
                    "Write `" + key + ": [\"sh\", \"-c\", \"…\"]` in " + path_of(service)
                        + " with the whole text as the third entry.",
                    key + ".cut"});
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  judge(service, "command", service.command, issues);
  judge(service, "entrypoint", service.entrypoint, issues);
  return conclude(service, std::move(issues), "commands are whole");
}

} // namespace

Rule CO914() {
  return {.id = "CO914",
          .name = "command-cut",
          .title = "Command is cut at a shell operator",
          .severity = Severity::high,
          .items = {},
          .controls = {},
          .tags = {"compose", "correctness"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
