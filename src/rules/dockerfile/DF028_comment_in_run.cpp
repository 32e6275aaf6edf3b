// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// A `#` at the beginning of a word outside quotes; the place behind it, or npos.
std::size_t comment_in(std::string_view text) {
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && c == '\\') {
      ++i;
    } else if (quote != 0) {
      i += quote == '"' && c == '\\' ? 1 : 0;
      quote = c == quote ? '\0' : quote;
    } else if (c == '\'' || c == '"' || c == '`') {
      quote = c;
    } else if (c == '#' && i > 0
               && (text[i - 1] == ' ' || text[i - 1] == '\t' || text[i - 1] == ';')) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [&](const Placed& run, std::vector<Issue>& issues) {
    const model::Instruction& instruction = run.instruction;
    if (instruction.json || !instruction.heredocs.empty()
        || instruction.span.begin.line == instruction.span.end.line
        || shell_at(use, run) != ShellKind::posix) {
      return;
    }
    const std::size_t comment = comment_in(instruction.original);
    if (comment == std::string::npos) {
      return;
    }
    // What follows on the same physical line is no loss; commands further down are.
    const std::string_view rest = std::string_view(instruction.original).substr(comment);
    const std::size_t command = std::min(rest.find("&&"), rest.find(';'));
    if (command == std::string_view::npos) {
      return;
    }
    issues.push_back(
        about(run, Severity::high,
              "The lines are joined before the shell sees them, so `#"
                  + base::truncate(base::printable(rest), 40)
                  + "` and everything behind it is a comment that is never run.",
              "Put the comment on a line of its own (it begins with #), or delete it."));
  });
}

} // namespace

Rule DF028() {
  return {.id = "DF028",
          .name = "comment-in-run",
          .title = "A # switches off the rest of a continued RUN",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
