// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    const auto operands = command.operands();
    const bool listed = one_of(command.name, {"pecl", "conda", "mamba", "micromamba", "brew",
                                              "choco", "winget", "scoop"})
                        && !operands.empty() && one_of(operands.front(), {"install"});
    if (!listed && command.name != "install-php-extensions") {
      return;
    }
    if (one_of(command.name, {"choco", "winget"}) && has_any(command, {"--version", "-v"})) {
      return;
    }
    for (std::size_t i = listed ? 1 : 0; i < operands.size(); ++i) {
      const std::string_view word = operands[i];
      const bool version = word.find_first_of("=@$/") != std::string_view::npos
                           || (command.name == "pecl" && word.find('-') != std::string_view::npos);
      if (!version) {
        issues.push_back(about(command, where, Severity::info,
                               "The version of " + std::string(word) + " is the one of the day.",
                               "Write the version."));
        return;
      }
    }
  });
}

} // namespace

Rule DF328() {
  return {.id = "DF328",
          .name = "extension-unpinned",
          .title = "An extension is installed without a version",
          .severity = Severity::info,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
