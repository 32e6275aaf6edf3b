// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool writes_key(const model::ShellCommand& command) {
  for (const model::Word& to : command.redirects) {
    if (to.text.starts_with('>')
        && (base::contains(to.text, "id_rsa") || base::contains(to.text, "id_ed25519")
            || base::contains(to.text, "id_ecdsa") || base::contains(to.text, "id_dsa"))) {
      return true;
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    if (writes_key(command)) {
      Issue issue = about(where.stage, by_place(where, Severity::high),
                          "A private key is written into a layer.",
                          "Use `RUN --mount=type=ssh` and `docker build --ssh default`.");
      issue.evidence = {at(command.span, command.name + " … > key")};
      issue.key += "|key";
      issues.push_back(std::move(issue));
      return;
    }
    const bool spoken =
        std::any_of(command.words.begin(), command.words.end(), [](const model::ShellWord& word) {
          return base::contains_ignoring_case(word.text, "StrictHostKeyChecking");
        });
    if (!spoken) {
      return;
    }
    std::string text;
    for (const model::ShellWord& word : command.words) {
      text += " " + word.text;
    }
    const std::string lower = base::replace_all(base::to_lower(text), " ", "=");
    if (base::contains(lower, "stricthostkeychecking=no")) {
      issues.push_back(about(command, where, Severity::medium,
                             "The other end of ssh is not checked: anybody on the way can pose as "
                             "it.",
                             "Add the host's key: `ssh-keyscan` once, compare it, and COPY a "
                             "known_hosts."));
    }
  });
}

} // namespace

Rule DF517() {
  return {.id = "DF517",
          .name = "ssh-key-in-build",
          .title = "A key of ssh is handled in the build",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"CIS-Docker 4.10"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
