// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool sets_password(const model::ShellCommand& command, const model::ShellCommand* before) {
  if (command.name == "chpasswd") {
    const bool locks =
        before != nullptr && before->words.size() > 1
        && (before->words.back().text.ends_with(":*") || before->words.back().text.ends_with(":!"));
    return !locks;
  }
  if (command.name == "passwd") {
    return has_any(command, {"--stdin", "-d", "--delete"});
  }
  if (command.name == "net" && command.words.size() > 3 && command.words[1].text == "user") {
    const std::string& password = command.words[3].text;
    return !password.starts_with('/') && password != "*" && password.find('%') == std::string::npos;
  }
  if (one_of(command.name, {"useradd", "usermod"})) {
    const auto value = option_value(command, {"-p", "--password"});
    return value && !one_of(*value, {"*", "!", "!!", "x"});
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    const auto& commands = run.instruction.commands;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      if (!sets_password(commands[i], i > 0 ? &commands[i - 1] : nullptr)) {
        continue;
      }
      Issue issue = about(run.stage, by_place(run, Severity::high),
                          commands[i].name
                              + (commands[i].has("-d") || commands[i].has("--delete")
                                     ? " lets a user in without a password."
                                     : " sets a password that everybody with the image can read."),
                          "Containers need no passwords of users: delete it, lock the account with "
                          "`usermod -L`.");
      issue.evidence = {at(commands[i].span, commands[i].name + " …")};
      issue.key += "|" + commands[i].name;
      issues.push_back(std::move(issue));
      return;
    }
  });
}

} // namespace

Rule DF409() {
  return {.id = "DF409",
          .name = "password-set",
          .title = "A password is set in a layer",
          .severity = Severity::high,
          .items = {"H9", "H3"},
          .controls = {"checkov CKV2_DOCKER_17", "dockle DKL-LI-0001", "CIS-Docker 4.10"},
          .tags = {"dockerfile", "users", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
