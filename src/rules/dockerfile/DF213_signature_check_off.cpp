// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

std::string switch_in(const model::ShellCommand& command) {
  for (const model::ShellWord& word : command.words) {
    const std::string text = base::to_lower(word.text);
    const bool text_only = one_of(command.name, {"echo", "printf", "sed", "cat", "tee"});
    for (const char* option :
         {"--allow-unauthenticated", "--force-yes", "--allow-untrusted", "--nogpgcheck",
          "--no-gpg-check", "--no-gpg-checks", "--gpg-auto-import-keys-all", "--nosignature",
          "--nodigest", "--allow-insecure-repositories", "--nocheck-signature"}) {
      if (text == option && !text_only) {
        return word.text;
      }
    }
    for (const char* part :
         {"gpgcheck=0", "gpgcheck=false", "gpgcheck = 0", "[trusted=yes", " trusted=yes",
          "acquire::allowinsecurerepositories=true", "acquire::allowinsecurerepositories=1",
          "apt::get::allowunauthenticated=true", "apt::get::allowunauthenticated \"true\"",
          "acquire::allowinsecurerepositories \"true\"", "siglevel = never", "siglevel=never"}) {
      if (base::contains(text, part)) {
        return part;
      }
    }
  }
  return {};
}

bool runs_unsigned_scripts(const model::ShellCommand& command) {
  return base::equals_ignoring_case(command.name, "Set-ExecutionPolicy")
         && std::any_of(command.words.begin() + 1, command.words.end(), [](const auto& word) {
              return base::equals_ignoring_case(word.text, "Bypass")
                     || base::equals_ignoring_case(word.text, "Unrestricted");
            });
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    if (runs_unsigned_scripts(command)) {
      issues.push_back(about(command, where, Severity::info,
                             "PowerShell runs scripts of any origin from here on.",
                             "Set the policy for the one script that needs it, `-Scope Process`, "
                             "and check what it is with Get-AuthenticodeSignature."));
      return;
    }
    // apt-get has kept --force-yes for years without saying no.
    const bool looked_at =
        one_of(command.name, {"echo", "printf", "sed", "cat", "tee"})
        || one_of(command.name,
                  {"apt-get", "apt", "aptitude", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper",
                   "rpm", "pacman", "yum-config-manager", "apt-key", "dnf-3", "crudini"});
    const std::string found = looked_at ? switch_in(command) : "";
    if (found.empty()) {
      return;
    }
    const auto operands = command.operands();
    const std::string text = text_of(command);
    // Packages that this very build made, or an index of them.
    const bool local =
        base::contains(text, "file:")
        || (command.name == "apk" && !operands.empty() && operands.front() == "index");
    const bool local_file = command.name == "apk" && operands.size() > 1
                            && operands[1].ends_with(".apk") && !is_address(operands[1]);
    if (!local) {
      issues.push_back(about(command, where, local_file ? Severity::low : Severity::high,
                             found + " installs whatever the other end sends, signed by nobody.",
                             "Import the key of the repository and leave the check on."));
    }
  });
}

} // namespace

Rule DF213() {
  return {.id = "DF213",
          .name = "signature-check-off",
          .title = "Packages are installed without a check of their signature",
          .severity = Severity::high,
          .items = {"H2", "H12"},
          .controls = {"checkov CKV2_DOCKER_7", "checkov CKV2_DOCKER_8", "checkov CKV2_DOCKER_9",
                       "checkov CKV2_DOCKER_10", "checkov CKV2_DOCKER_11", "CIS-Docker 4.11"},
          .tags = {"dockerfile", "packages", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
