// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/apt_configuration.hpp"
#include "rules/dockerfile_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// `-q -q` is as quiet as `-qq`, which answers yes.
bool twice_quiet(const model::ShellCommand& command) {
  return std::count_if(command.words.begin(), command.words.end(),
                       [](const model::ShellWord& word) {
                         return word.text == "-q" || word.text == "--quiet";
                       })
         >= 2;
}

bool answers_itself(const model::ShellCommand& command) {
  return command.has("--yes") || command.has("--assume-yes") || command.has("-q=2")
         || command.has("--quiet=2") || has_short(command, 'y') || twice_quiet(command)
         || std::any_of(command.words.begin(), command.words.end(), [](const auto& word) {
              return word.unresolved || word.text == "-qq"
                     || base::contains_ignoring_case(word.text, "Assume-Yes");
            });
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [&](const Placed& run, std::vector<Issue>& issues) {
    if (base::contains(run.instruction.original, "yes |")) {
      return;
    }
    for (const PackageCall& call : package_calls(run.instruction)) {
      if ((call.tool == "apt-get" || call.tool == "apt") && call.verb == "install"
          && !call.operands.empty() && !answers_itself(*call.command)
          && !apt_configured(use, run, "Assume-Yes")) {
        issues.push_back(about(*call.command, run, Severity::high,
                               "apt-get install asks before it installs, and nobody answers in a "
                               "build.",
                               "Write `apt-get install -y …`."));
      }
    }
  });
}

} // namespace

Rule DF204() {
  return {.id = "DF204",
          .name = "install-asks",
          .title = "apt-get install waits for an answer",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"hadolint DL3014", "trivy DS-0021",
                       "KICS apt_get_missing_flags_to_avoid_manual_input"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
