// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool sets_id(std::string_view mode) {
  if (mode.size() == 4 && mode.find_first_not_of("01234567") == std::string_view::npos) {
    return ((mode.front() - '0') & 4) != 0;
  }
  const std::size_t sign = mode.find_first_of("+=");
  return sign != std::string_view::npos && mode.substr(sign).find('s') != std::string_view::npos
         && (mode.substr(0, sign).find_first_not_of("ugoa") == std::string_view::npos)
         && (sign == 0 || mode.substr(0, sign).find('u') != std::string_view::npos);
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(
      use, [](const model::ShellCommand& command, const Placed& where, std::vector<Issue>& issues) {
        if (command.name != "chmod") {
          return;
        }
        const auto operands = command.operands();
        if (operands.size() > 1 && sets_id(operands.front())) {
          issues.push_back(
              about(command, where, by_place(where, Severity::high),
                    std::string(operands[1])
                        + " runs with its owner's rights, mostly root's, whoever starts it.",
                    "Leave the bit out; give the one capability that is needed with "
                    "setcap, or run the process as that user."));
        }
      });
}

} // namespace

Rule DF406() {
  return {.id = "DF406",
          .name = "setuid-set",
          .title = "A program gets the set-user-id bit",
          .severity = Severity::high,
          .items = {"H3"},
          .controls = {"dockle CIS-DI-0008", "CIS-Docker 4.8"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
