// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    std::vector<std::string> paths = {"/run/secrets/"};
    bool any = false;
    for (const MountFields& mount : mounts_of(run.instruction)) {
      if (mount.type == "secret") {
        any = true;
        if (!mount.target.empty()) {
          paths.push_back(mount.target);
        }
        if (!mount.mode.empty() && (mount.mode.back() - '0') >= 4) {
          issues.push_back(about(run, Severity::low,
                                 "The secret is readable by every user of the build step.",
                                 "Leave mode out; the default is 0400."));
        }
      }
    }
    const auto is_secret = [&](std::string_view text) {
      return std::any_of(paths.begin(), paths.end(),
                         [&](const std::string& path) { return base::contains(text, path); });
    };
    for (const model::ShellCommand& command : run.instruction.commands) {
      const auto operands = command.operands();
      const bool copied = one_of(command.name, {"cp", "mv", "install", "ln"}) && operands.size() > 1
                          && is_secret(operands.front()) && !is_secret(operands.back())
                          && command.name != "ln";
      const bool printed =
          one_of(command.name, {"cat", "head", "base64"}) && !operands.empty()
          && is_secret(operands.front())
          && std::any_of(command.redirects.begin(), command.redirects.end(),
                         [](const model::Word& to) {
                           return to.text.starts_with('>') && !base::contains(to.text, "/dev/");
                         });
      if (any && (copied || printed)) {
        issues.push_back(about(command, run, by_place(run, Severity::high),
                               "The secret is copied to a file of the layer, which is what the "
                               "mount is there to avoid.",
                               "Read it where it lies, or mount it at the place where it is needed "
                               "(`target=`)."));
      }
    }
  });
}

} // namespace

Rule DF506() {
  return {.id = "DF506",
          .name = "secret-mount-leaks",
          .title = "A mounted secret is written into a layer",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"SonarSource S6469"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
