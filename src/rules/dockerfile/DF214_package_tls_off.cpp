// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    const bool manager =
        one_of(command.name, {"yum", "dnf", "microdnf", "tdnf", "apt-get", "apt", "apk", "echo",
                              "printf", "sed", "tee", "yum-config-manager", "aptitude", "crudini"});
    if (!manager) {
      return;
    }
    for (const model::ShellWord& word : command.words) {
      const std::string text = base::replace_all(base::to_lower(word.text), " ", "");
      const bool off =
          base::contains(text, "sslverify=false") || base::contains(text, "sslverify=0")
          || base::contains(text, "sslverify=no") || base::contains(text, "verify-peer=false")
          || base::contains(text, "verify-peer\"false\"")
          || base::contains(text, "verify-host=false")
          || base::contains(text, "verify-host\"false\"") || text == "--no-check-certificate";
      // An option that is merely printed turns nothing off.
      const bool printed = one_of(command.name, {"echo", "printf"}) && text.starts_with("--");
      if (off && !printed && !base::contains(text, "http.sslverify")) {
        issues.push_back(about(command, where, Severity::high,
                               "Packages and their lists are fetched without looking at the "
                               "server's certificate.",
                               "Install the certificate of your mirror's authority and leave the "
                               "check on."));
        return;
      }
    }
  });
}

} // namespace

Rule DF214() {
  return {.id = "DF214",
          .name = "package-tls-off",
          .title = "A package manager does not check certificates",
          .severity = Severity::high,
          .items = {"H2", "H12"},
          .controls = {"checkov CKV2_DOCKER_15", "CIS-Docker 4.11"},
          .tags = {"dockerfile", "packages", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
