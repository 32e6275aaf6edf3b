// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(
      use, [](const model::ShellCommand& command, const Placed& where, std::vector<Issue>& issues) {
        if (command.name == "wget" && !has_short(command, 'q') && !command.has("-nv")
            && !has_any(command, {"--progress", "--no-verbose", "--quiet", "--output-file"})
            && !has_short(command, 'o') && !has_short(command, 'a')
            && !command.has("--append-output") && !command.has("-nv")) {
          issues.push_back(about(command, where, Severity::info,
                                 "wget writes a line for every few kilobytes.",
                                 "Add `--progress=dot:giga` or -q."));
        }
      });
}

} // namespace

Rule DF808() {
  return {.id = "DF808",
          .name = "wget-progress",
          .title = "wget fills the log with its progress bar",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3047"},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::safe,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
