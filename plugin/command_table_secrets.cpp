// SPDX-License-Identifier: Apache-2.0
#include "plugin/command_parts.hpp"

namespace secaudit::plugin {
namespace {

using Flag = CommandInfo::Flag;

constexpr const char* hook_notes =
    "Searched for secrets is what is pushed: files, merges, messages, names. Then the\n"
    "compose project of the pushed commit is checked as `check` does it.\n"
    "SECAUDIT_SKIP=1 git push, or git push --no-verify, pushes without it.\n\n"
    "Exit codes:\n"
    "  0    nothing found at or above --fail-on\n"
    "  1    findings at or above it: git pushes nothing\n"
    "  2    with --profile-strict: something could not be searched\n"
    "  3    git gave no usable answer\n"
    "  125  wrong usage";

} // namespace

CommandInfo secrets_command() {
  return {"secrets",
          "",
          "Search files, staged changes or commits for secrets",
          "[OPTIONS] [PATH...]",
          "Without options files are searched, those of this folder when none is named;\n"
          "a PATH of - is standard input. With --staged or --range git is asked, and PATH\n"
          "limits what is looked at, or is the folder of another repository.\n\n"
              + exit_code_notes(),
          with_output({{"", "staged", "", "Search what the next commit would bring", {}},
                       {"", "range", "A..B", "Search what these commits brought", {}}}),
          {},
          "path"};
}

CommandInfo hook_commands() {
  const std::vector<Flag> run_flags = with_output({});
  CommandInfo group{
      "hook", "", "Check what is pushed, by a pre-push hook of git", "COMMAND", "", {}, {}, ""};
  group.commands = {
      {"install",
       "",
       "Install the pre-push hook of the repository in this folder",
       "[OPTIONS]",
       "A hook that exists is kept: it runs first, and its refusal counts. For husky,\n"
       "lefthook, pre-commit and simple-git-hooks the lines for their own configuration\n"
       "are printed instead.",
       {{"", "print", "", "Print what would be installed, change nothing", {}},
        {"", "global", "", "Install also where all repositories share the folder of hooks", {}},
        {"", "force", "", "Install the hook itself beside a hook manager", {}}},
       {},
       ""},
      {"uninstall",
       "",
       "Take the hook away, and put back the one that was there before",
       "[OPTIONS]",
       "",
       {{"", "global", "", "Also where all repositories share the folder of hooks", {}}},
       {},
       ""},
      {"run",
       "",
       "Do what the hook does; git tells on standard input what is pushed",
       "[OPTIONS] [REMOTE [URL]]",
       hook_notes,
       run_flags,
       {},
       "remote"},
      {"status",
       "",
       "Tell what runs before a push, and why",
       "",
       "Exit codes: 0 the hook runs, 1 it does not",
       {},
       {},
       ""},
  };
  return group;
}

void add_report_commands(CommandInfo& group) {
  group.commands.push_back({"show",
                            "",
                            "Show a report, as it was on the day of the audit",
                            "[OPTIONS] FILE",
                            exit_code_notes(),
                            with_output({}),
                            {},
                            "path"});
  group.commands.push_back({"convert",
                            "",
                            "Write a report in other formats",
                            "[OPTIONS] FILE",
                            exit_code_notes(),
                            with_output({}),
                            {},
                            "path"});
}

} // namespace secaudit::plugin
