// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_clear(std::string_view text) {
  const bool open = text.starts_with("http://") || text.starts_with("ftp://");
  if (!open) {
    return false;
  }
  const std::string_view host = text.substr(text.find("://") + 3);
  return !host.starts_with("localhost") && !host.starts_with("127.") && !host.starts_with("[::1]")
         && !host.starts_with("0.0.0.0") && !host.starts_with("169.254.") && !host.starts_with('$')
         && host.find('.') != std::string_view::npos;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    const auto& run = item.instruction.commands;
    const bool compared = std::any_of(run.begin(), run.end(), [](const auto& command) {
      return (command.name.ends_with("sum") && (has_short(command, 'c') || command.has("--check")))
             || (command.name.starts_with("gpg") && command.has("--verify"));
    });
    if (compared) {
      continue; // what was exchanged on the way does not pass
    }
    if (item.instruction.name == "ADD") {
      for (const std::string& source : copy_sources(item.instruction)) {
        if (is_clear(source) && !item.instruction.flag("checksum")) {
          issues.push_back(
              about(item, Severity::medium,
                    "The file comes over plain http: anybody on the way can exchange it.",
                    "Use https, and --checksum."));
        }
      }
    }
    for (const model::ShellCommand& command : item.instruction.commands) {
      const auto operands = command.operands();
      const bool git = command.name == "git" && !operands.empty() && operands.front() == "clone";
      if (item.instruction.name != "RUN"
          || !(git || one_of(command.name, {"curl", "wget", "aria2c"}))) {
        continue;
      }
      for (std::size_t i = 1; i < command.words.size(); ++i) {
        const std::string& option = command.words[i - 1].text;
        if (is_clear(command.words[i].text)
            && !one_of(option, {"-H", "--header", "-e", "-x", "--proxy", "--referer"})) {
          issues.push_back(
              about(command, item, Severity::medium,
                    "The file comes over plain http: anybody on the way can exchange it.",
                    "Use https, and compare a checksum."));
          break;
        }
      }
    }
  }
  return from_issues(std::move(issues), "nothing is fetched in clear text");
}

} // namespace

Rule DF706() {
  return {.id = "DF706",
          .name = "clear-text-download",
          .title = "Something is downloaded without encryption",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {"KICS avoid_http", "SonarSource S5332"},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
