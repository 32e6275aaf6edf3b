// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [&](const Placed& run, std::vector<Issue>& issues) {
    const auto& commands = run.instruction.commands;
    if (commands.empty() || !run.instruction.heredocs.empty()
        || shell_at(use, run) != ShellKind::posix) {
      return;
    }
    const model::ShellCommand& last = commands.back();
    const bool alone = commands.size() == 1;
    const bool assignment = last.name == "export" && last.words.size() > 1
                            && last.words.back().text.find('=') != std::string::npos;
    const bool bare = last.name.empty() && !last.assignments.empty() && alone;
    if (last.depth > 0 || last.conditional || last.operator_before == "||"
        || !(last.name == "cd" || assignment || bare || last.name == "alias"
             || ((last.name == "source" || last.name == ".") && alone))) {
      return;
    }
    if (std::any_of(last.redirects.begin(), last.redirects.end(),
                    [](const model::Word& to) { return to.text.starts_with('>'); })) {
      return;
    }
    // The way back at the end promises nothing to the next instruction.
    if (last.name == "cd"
        && std::any_of(commands.begin(), commands.end() - 1,
                       [](const model::ShellCommand& before) { return before.name == "cd"; })) {
      return;
    }
    const std::string what = last.name.empty() ? "the assignment" : last.name;
    issues.push_back(about(last, run, Severity::medium,
                           "The effect of " + what
                               + " ends with this RUN; the next one begins in a "
                                 "new shell.",
                           last.name == "cd" ? "Use WORKDIR."
                           : one_of(last.name, {"source", ".", "alias"})
                               ? "Do it in the RUN that needs it, or set the variables with ENV."
                               : "Use ENV (or ARG when only the build needs it)."));
  });
}

} // namespace

Rule DF030() {
  return {.id = "DF030",
          .name = "effect-lost",
          .title = "A RUN changes only its own shell",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
