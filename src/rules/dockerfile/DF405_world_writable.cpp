// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool opens_to_all(std::string_view mode) {
  if (!mode.empty() && mode.find_first_not_of("01234567") == std::string_view::npos) {
    const int others = mode.back() - '0';
    const bool sticky = mode.size() == 4 && ((mode.front() - '0') & 1) != 0;
    return mode.size() >= 3 && (others & 2) != 0 && !sticky;
  }
  for (const std::string_view part : base::split(mode, ',')) {
    const std::size_t sign = part.find_first_of("+=");
    if (sign == std::string_view::npos) {
      continue;
    }
    const std::string_view who = part.substr(0, sign);
    if ((who.empty() ? false : who.find_first_of("ao") != std::string_view::npos)
        && part.substr(sign).find('w') != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

void judge_copy(const Placed& copy, std::vector<Issue>& issues) {
  const auto mode = copy.instruction.flag("chmod");
  if (mode && opens_to_all(*mode)) {
    issues.push_back(about(copy, Severity::medium,
                           "The copied files are writable by every user of the container.",
                           "Use --chmod=755 for programs and folders, 644 for files."));
  }
}

/// A folder for the time of this RUN.
bool deleted_later(const model::Instruction& run, const model::ShellCommand& chmod,
                   std::string_view path) {
  bool behind = false;
  for (const model::ShellCommand& command : run.commands) {
    const auto operands = command.operands();
    if (behind && command.name == "rm"
        && std::find(operands.begin(), operands.end(), path) != operands.end()) {
      return true;
    }
    behind = behind || &command == &chmod;
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    if (item.instruction.name == "COPY" || item.instruction.name == "ADD") {
      judge_copy(item, issues);
    }
    for (const model::ShellCommand& command : item.instruction.commands) {
      const auto operands = command.operands();
      if (item.instruction.name == "RUN" && command.name == "umask" && !operands.empty()
          && one_of(operands.front(), {"0", "00", "000", "0000"})) {
        issues.push_back(about(command, item, Severity::medium,
                               "Every file that this RUN makes can be changed by every user of the "
                               "container.",
                               "Leave the umask at 022, or write 027."));
      }
      if (item.instruction.name == "RUN" && command.name == "chmod" && operands.size() > 1
          && opens_to_all(operands.front())
          && !deleted_later(item.instruction, command, operands[1])) {
        const bool system = operands[1].starts_with("/etc") || operands[1].starts_with("/usr");
        issues.push_back(about(command, item, system ? Severity::high : Severity::medium,
                               "chmod " + std::string(operands.front())
                                   + " lets every user of the container change "
                                   + std::string(operands[1]) + ".",
                               "Give the files to the user that needs them (chown) and use 755 or "
                               "750."));
      }
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule DF405() {
  return {.id = "DF405",
          .name = "world-writable",
          .title = "Files are writable by everybody",
          .severity = Severity::medium,
          .items = {"H3"},
          .controls = {"KICS avoid_chmod_777", "SonarSource S2612"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
