// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool answers(const model::ShellCommand& command, const std::string& tool) {
  if (tool == "zypper") {
    return has_any(command, {"--non-interactive", "-n", "--no-confirm", "-y"})
           || has_short(command, 'n') || has_short(command, 'y');
  }
  if (tool == "pacman") {
    return command.has("--noconfirm");
  }
  return has_any(command,
                 {"--assumeyes", "--assume-yes", "--setopt=assumeyes=True", "--setopt=assumeyes=1"})
         || has_short(command, 'y');
}

bool changes(const std::string& verb) {
  return one_of(verb, {"install",
                       "in",
                       "localinstall",
                       "local-install",
                       "groupinstall",
                       "group-install",
                       "remove",
                       "rm",
                       "erase",
                       "update",
                       "upgrade",
                       "up",
                       "reinstall",
                       "swap",
                       "downgrade",
                       "patch",
                       "dist-upgrade",
                       "dup",
                       "install-new-recommends",
                       "autoremove",
                       "group",
                       "module",
                       "source-install",
                       "si"});
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    if (base::contains(run.instruction.original, "yes |")
        || base::contains(run.instruction.original, "assumeyes=")) {
      return;
    }
    for (const PackageCall& call : package_calls(run.instruction)) {
      if (!one_of(call.tool, {"yum", "dnf", "microdnf", "tdnf", "zypper", "pacman"})
          || !changes(call.verb) || answers(*call.command, call.tool)
          || (one_of(call.verb, {"group", "module"}) && !call.operands.empty()
              && !one_of(call.operands.front()->text, {"install", "enable", "reset"}))
          || std::any_of(call.command->words.begin(), call.command->words.end(),
                         [](const auto& word) { return word.unresolved; })) {
        continue;
      }
      issues.push_back(about(*call.command, run, Severity::high,
                             call.tool + " " + call.verb
                                 + " asks before it changes anything, and nobody answers in a "
                                   "build.",
                             call.tool == "zypper"   ? "Write `zypper --non-interactive …`."
                             : call.tool == "pacman" ? "Write `pacman --noconfirm …`."
                                                     : "Write `" + call.tool + " -y …`."));
    }
  });
}

} // namespace

Rule DF210() {
  return {.id = "DF210",
          .name = "rpm-install-asks",
          .title = "A package manager waits for an answer",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"hadolint DL3030", "hadolint DL3034", "hadolint DL3038",
                       "KICS missing_flag_from_dnf_install",
                       "KICS missing_zypper_non_interactive_switch",
                       "KICS yum_install_allows_manual_input"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
