// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_credentials_file(std::string_view text) {
  for (const char* name : {".npmrc", ".pypirc", ".netrc", ".git-credentials", ".docker/config.json",
                           ".aws/credentials", ".composer/auth.json", ".m2/settings.xml",
                           ".cargo/credentials", ".gem/credentials"}) {
    if (base::contains(text, name)) {
      return true;
    }
  }
  return false;
}

/// The text that is written speaks of a credential.
bool speaks_of_secret(const model::ShellCommand& command) {
  for (const model::ShellWord& word : command.words) {
    const std::string text = base::to_lower(word.text);
    for (const char* part : {"token", "password", "passwd", "_auth", "secret", "login", "://"}) {
      if (base::contains(text, part)) {
        return true;
      }
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    for (std::size_t i = 0; i < run.instruction.commands.size(); ++i) {
      const model::ShellCommand& command = run.instruction.commands[i];
      std::string file;
      for (const model::Word& to : command.redirects) {
        file = to.text.starts_with('>') && is_credentials_file(to.text) ? to.text : file;
      }
      if (file.empty() || !one_of(command.name, {"echo", "printf", "cat"})
          || !speaks_of_secret(command)) {
        continue;
      }
      file = std::string(base::trim(file.substr(file.find_first_not_of('>'))));
      bool removed = false;
      for (std::size_t k = i + 1; k < run.instruction.commands.size(); ++k) {
        const model::ShellCommand& later = run.instruction.commands[k];
        removed = removed || (later.name == "rm" && is_credentials_file(text_of(later)));
      }
      Issue issue =
          about(run.stage, removed ? Severity::medium : by_place(run, Severity::high),
                file + " with credentials is written "
                    + (removed ? "and deleted again; the text itself stays in the history "
                                 "of the image."
                               : "and stays in the layer."),
                "Mount it: `RUN --mount=type=secret,id=…,target=" + file + " …`.");
      issue.evidence = {at(command.span, command.name + " … > " + file)};
      issue.key += "|" + file;
      issues.push_back(std::move(issue));
      return;
    }
  });
}

} // namespace

Rule DF507() {
  return {.id = "DF507",
          .name = "token-file-written",
          .title = "A file with credentials is written in a RUN",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"CIS-Docker 4.10"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
