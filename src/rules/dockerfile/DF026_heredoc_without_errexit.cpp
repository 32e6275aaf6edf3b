// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool stops_at_errors(const model::DockerfileUse& use, const Placed& run, const std::string& body) {
  for (const model::ShellCommand& command : run.instruction.commands) {
    if (command.name == "set" && (has_short(command, 'e') || command.has("errexit"))) {
      return true;
    }
  }
  const std::string_view first = base::lines(body).empty() ? "" : base::lines(body).front();
  if (first.starts_with("#!")) {
    // Another interpreter stops by itself.
    return base::contains(first, " -e") || !base::contains(first, "sh");
  }
  const std::size_t word = run.instruction.original.find("<<");
  const std::string head = run.instruction.original.substr(0, word);
  const std::string tail = word == std::string::npos ? "" : run.instruction.original.substr(word);
  const auto with_e = [](const std::string& text) {
    return base::contains(text, " -e") || base::contains(text, "errexit");
  };
  const model::Instruction* given = shell_instruction_at(use, run);
  const bool shell =
      given != nullptr
      && (base::contains(given->original, "\"-e") || base::contains(given->original, "errexit"));
  return shell || with_e(head) || with_e(tail) || base::contains(head, "python")
         || base::contains(tail, "python") || base::contains(head, "cat");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [&](const Placed& run, std::vector<Issue>& issues) {
    if (run.instruction.heredocs.empty() || shell_at(use, run) != ShellKind::posix) {
      return;
    }
    const model::Heredoc& document = run.instruction.heredocs.front();
    const bool script = base::trim(run.instruction.original).starts_with("<<");
    std::size_t lines = 0;
    for (const model::ShellCommand& command : run.instruction.commands) {
      lines += command.depth == 0 && command.operator_before != "&&" ? 1U : 0U;
    }
    if (script && lines > 1 && !stops_at_errors(use, run, document.content)) {
      issues.push_back(about(run, Severity::medium,
                             "Only the last command of the here-document decides: when an earlier "
                             "one fails the build goes on.",
                             "Write `set -e` as its first line."));
    }
  });
}

} // namespace

Rule DF026() {
  return {.id = "DF026",
          .name = "heredoc-without-errexit",
          .title = "A here-document goes on after a failing command",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
