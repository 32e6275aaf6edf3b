// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

/// The text begins as an array of strings would; a test `[ "$a" = b ]` does not.
bool looks_like_array(std::string_view text, bool shell_text) {
  text = base::trim(text);
  if (!text.starts_with('[')) {
    return false;
  }
  std::string_view rest = base::trim(text.substr(1));
  if (rest.empty() || rest.starts_with('[')) {
    return false;
  }
  if (rest.front() != '"' && rest.front() != '\'') {
    return !shell_text && text.ends_with(']');
  }
  const std::size_t close = rest.find(rest.front(), 1);
  if (close == std::string_view::npos) {
    return !shell_text;
  }
  const std::string_view behind = base::trim(rest.substr(close + 1));
  return behind.starts_with(',')
         || (behind.starts_with(']') && base::trim(behind.substr(1)).empty());
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    const model::Instruction& instruction = item.instruction;
    const bool health = instruction.name == "HEALTHCHECK";
    if (instruction.json || !(health || one_of(instruction.name, {"RUN", "CMD", "ENTRYPOINT"}))) {
      continue;
    }
    std::string_view text = instruction.original;
    if (health) {
      const std::size_t command = text.find("CMD");
      text = command == std::string_view::npos ? "" : text.substr(command + 3);
    }
    if (looks_like_array(text, instruction.name == "RUN" || health)) {
      issues.push_back(about(
          item, instruction.name == "RUN" || health ? Severity::medium : Severity::high,
          instruction.name
              + " is no valid JSON: the builder hands the text with its brackets to "
                "the shell, which starts something else or nothing.",
          "Write every word in double quotes, separated by commas: [\"program\", \"argument\"]."));
    }
  }
  return from_issues(std::move(issues), "no broken array");
}

} // namespace

Rule DF004() {
  return {.id = "DF004",
          .name = "json-form-broken",
          .title = "Looks like the exec form and is not",
          .severity = Severity::high,
          .items = {"H2", "H1"},
          .controls = {"SonarSource S7030"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
