// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

std::string written_repository(const model::ShellCommand& command) {
  for (const model::Word& to : command.redirects) {
    if (to.text.find("sources.list") != std::string::npos
        || to.text.find("/etc/yum.repos.d") != std::string::npos
        || to.text.find("/etc/apk/repositories") != std::string::npos) {
      return text_of(command);
    }
  }
  for (const model::ShellWord& word : command.words) {
    const bool list = base::contains(word.text, "/etc/apt/sources.list.d/")
                      || base::contains(word.text, "/etc/yum.repos.d/");
    if (list && one_of(command.name, {"tee", "curl", "wget", "cp"})) {
      return text_of(command);
    }
  }
  return one_of(command.name, {"add-apt-repository", "apt-add-repository", "yum-config-manager"})
             ? text_of(command)
             : std::string{};
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    for (const model::ShellCommand& command : run.instruction.commands) {
      const std::string text = written_repository(command);
      const bool own = base::contains(text, ".debian.org/")
                       || base::contains(text, ".ubuntu.com/")
                       || base::contains(text, ".alpinelinux.org/");
      if (text.empty() || own) {
        continue;
      }
      const bool open = base::contains(text, "deb http://") && !base::contains(text, "signed-by");
      issues.push_back(about(command, run, open ? Severity::medium : Severity::info,
                             open ? "A repository is added over plain http, and every key of the "
                                    "system may sign for it."
                                  : "Packages of this repository are trusted like the "
                                    "distribution's own.",
                             "Use https and tie the repository to its key: "
                             "`deb [signed-by=/usr/share/keyrings/NAME.gpg] https://…`."));
      return;
    }
  });
}

} // namespace

Rule DF217() {
  return {.id = "DF217",
          .name = "third-party-repository",
          .title = "A third party's package repository is added",
          .severity = Severity::info,
          .items = {"H2", "H12"},
          .controls = {"CIS-Docker 4.11"},
          .tags = {"dockerfile", "packages", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
