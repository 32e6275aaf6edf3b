// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

std::string user_made(const model::ShellCommand& command) {
  if (!one_of(command.name, {"useradd", "adduser"})) {
    return {};
  }
  std::vector<std::string> names;
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    const std::string& word = command.words[i].text;
    if (one_of(word, {"-u",      "-g",        "-G",       "-d",         "-h",      "-s",
                      "-c",      "-k",        "-b",       "-p",         "-e",      "-K",
                      "--uid",   "--gid",     "--home",   "--home-dir", "--shell", "--comment",
                      "--gecos", "--ingroup", "--groups", "--base-dir", "--skel",  "--password"})) {
      ++i;
    } else if (!word.starts_with('-')) {
      names.push_back(word);
    }
  }
  // `adduser USER GROUP` puts a user into a group.
  const bool membership = command.name == "adduser" && names.size() == 2;
  return names.empty() || membership ? std::string{} : names.back();
}

/// Words that may change to the user: of USER, and the start commands.
struct Mentions {
  std::vector<std::string> users, starts;
};

Mentions mentions_in(const model::DockerfileUse& use) {
  Mentions out;
  for (const Placed& item : placed(use)) {
    if (item.instruction.name == "USER" && !item.instruction.arguments.empty()) {
      out.users.push_back(item.instruction.arguments.front().text);
    }
    if (one_of(item.instruction.name, {"CMD", "ENTRYPOINT"})) {
      out.starts.push_back(item.instruction.original);
    }
  }
  return out;
}

bool mentioned(const Mentions& mentions, const Placed& where, const std::string& name) {
  // A number or a variable may mean this user.
  const bool user =
      std::any_of(mentions.users.begin(), mentions.users.end(), [&](const std::string& text) {
        return text.starts_with(name) || text.find('$') != std::string::npos
               || (!text.empty() && text.front() >= '1' && text.front() <= '9');
      });
  const bool start =
      std::any_of(mentions.starts.begin(), mentions.starts.end(),
                  [&](const std::string& text) { return base::contains(text, name); });
  return user || start
         || std::any_of(where.instruction.commands.begin(), where.instruction.commands.end(),
                        [](const model::ShellCommand& command) {
                          return one_of(command.name, {"su", "gosu", "runuser"});
                        });
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = deployed_stage(use);
  const model::Service* service = service_of(use, context);
  if (stage == nullptr || (service != nullptr && service->user)) {
    return not_applicable("the service names a user");
  }
  // A start script may change the user.
  const bool script = stage->entrypoint.has_value();
  const Mentions mentions = mentions_in(use);
  return judge_instructions(use, "RUN", [&](const Placed& run, std::vector<Issue>& issues) {
    for (const model::ShellCommand& command : run.instruction.commands) {
      const std::string name = user_made(command);
      if (run.final && !name.empty() && name.find('$') == std::string::npos
          && !mentioned(mentions, run, name)) {
        issues.push_back(about(command, run, script ? Severity::low : Severity::medium,
                               "The user " + name
                                   + " is made, but no USER changes to it: the "
                                     "container still runs as root.",
                               "Add `USER " + name + "` in front of CMD."));
        return;
      }
    }
  });
}

} // namespace

Rule DF408() {
  return {.id = "DF408",
          .name = "user-never-used",
          .title = "A user is made and never used",
          .severity = Severity::medium,
          .items = {"H3"},
          .controls = {"CIS-Docker 4.1"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
