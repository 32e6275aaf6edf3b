// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr || !stage->healthcheck) {
    return not_applicable("no HEALTHCHECK");
  }
  const std::size_t index = *stage->healthcheck;
  const Placed where{use.dockerfile.instructions[index], index, *stage, true};
  std::vector<Issue> issues;
  const auto& commands = where.instruction.commands;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const model::ShellCommand& command = commands[i];
    const bool last = i + 1 == commands.size();
    if (last
        && (command.name == "true"
            || (command.name == "exit" && command.words.size() > 1
                && command.words[1].text == "0"))) {
      const bool only =
          commands.size() == 1 || command.operator_before == "||" || command.operator_before == ";";
      if (only) {
        issues.push_back(about(command, where, Severity::medium,
                               "The check ends well whatever happens.",
                               "End it with `|| exit 1`."));
      }
    } else if (command.name == "curl" && !has_short(command, 'f') && !command.has("--fail")
               && !command.has("--fail-with-body")
               && (last || commands[i + 1].operator_before == "||")) {
      issues.push_back(about(command, where, Severity::medium,
                             "curl without -f takes error answers (500, 404) for success.",
                             "Write `curl -fsS …`."));
    }
  }
  return from_issues(std::move(issues), "the check can fail");
}

} // namespace

Rule DF633() {
  return {.id = "DF633",
          .name = "healthcheck-weak",
          .title = "The health check cannot fail",
          .severity = Severity::medium,
          .items = {"H7"},
          .controls = {"CIS-Docker 4.6"},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
