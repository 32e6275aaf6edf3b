// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

/// Every key that is asked for is named by its whole fingerprint, or by a variable.
bool has_fingerprint(const model::ShellCommand& command) {
  bool behind = false;
  for (const model::ShellWord& word : command.words) {
    if (behind && !word.text.starts_with('-') && !word.unresolved) {
      std::string digits = word.text.starts_with("0x") ? word.text.substr(2) : word.text;
      std::erase(digits, ' ');
      if (digits.size() < 32) {
        return false;
      }
    }
    behind = behind || one_of(word.text, {"--recv-keys", "--recv-key", "--recv"});
  }
  return true;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    for (const model::ShellCommand& command : run.instruction.commands) {
      const std::string text = text_of(command);
      if (command.name == "apt-key" && !base::contains(text, "apt-key list")
          && !base::contains(text, "apt-key del")) {
        issues.push_back(about(command, run, Severity::low,
                               "apt-key makes the key valid for every repository, and is gone from "
                               "Debian 13 on.",
                               "Put the key into /usr/share/keyrings and name it with signed-by."));
        return;
      }
      if (const auto server = option_value(command, {"--keyserver"});
          server && command.name.starts_with("gpg") && !has_fingerprint(command)) {
        issues.push_back(about(command, run, Severity::medium,
                               "A short key id can be made to fit: the key server may send another "
                               "key of the same id.",
                               "Name the whole fingerprint, 40 digits."));
        return;
      }
      const bool fetched = one_of(command.name, {"rpm"}) && command.has("--import");
      if (fetched && base::contains(text, "http://")) {
        issues.push_back(
            about(command, run, Severity::medium,
                  "The key comes over plain http: who exchanges it signs the packages, "
                  "too.",
                  "Fetch it over https and compare its fingerprint."));
        return;
      }
    }
  });
}

} // namespace

Rule DF711() {
  return {.id = "DF711",
          .name = "loose-key",
          .title = "A signing key is trusted without being checked",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {"CIS-Docker 4.11"},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
