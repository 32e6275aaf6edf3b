// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_download(const model::ShellCommand& command) {
  return command.name == "curl" || command.name == "wget";
}

bool is_interpreter(const model::ShellCommand& command) {
  const std::string& name = command.name;
  return name == "sh" || name == "bash" || name == "ash" || name == "dash" || name == "zsh"
         || name == "node" || name == "perl" || name == "ruby" || name == "php"
         || name.starts_with("python");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    const auto& commands = run.instruction.commands;
    for (std::size_t i = 1; i < commands.size(); ++i) {
      const bool piped = commands[i].operator_before == "|" || commands[i].operator_before == "|&";
      if (!piped || !is_interpreter(commands[i]) || !is_download(commands[i - 1])) {
        continue;
      }
      const bool clear = std::any_of(
          commands[i - 1].words.begin(), commands[i - 1].words.end(),
          [](const model::ShellWord& word) { return word.text.starts_with("http://"); });
      const Severity severity = clear ? Severity::critical : Severity::high;
      issues.push_back(about(commands[i - 1], run, run.final ? severity : lowered(severity),
                             "What the server sends at build time is run as root, whatever it is.",
                             "Download to a file, check its SHA-256 (`sha256sum -c`), then run it; "
                             "or install a package."));
    }
  });
}

} // namespace

Rule DF701() {
  return {.id = "DF701",
          .name = "download-piped-to-shell",
          .title = "A download is run unseen",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
