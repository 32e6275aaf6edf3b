// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    if (base::contains(run.instruction.original, "NOPASSWD")) {
      issues.push_back(about(run, run.final ? Severity::high : Severity::medium,
                             "sudo without a password makes every process root that asks.",
                             "Delete the rule; do what needs root before USER."));
      return;
    }
    for (const model::ShellCommand& command : run.instruction.commands) {
      if (std::find(command.wrappers.begin(), command.wrappers.end(), "sudo")
              != command.wrappers.end()
          || command.name == "sudo") {
        issues.push_back(about(command, run, run.final ? Severity::medium : Severity::low,
                               "sudo is used in a build, where USER does the same without it.",
                               "Switch by `USER root`, do the step, and switch back."));
        return;
      }
    }
    for (const PackageCall& call : package_calls(run.instruction)) {
      for (const model::ShellWord* word : call.operands) {
        if (word->text == "sudo" && (call.verb == "install" || call.verb == "add")) {
          issues.push_back(about(*call.command, run, run.final ? Severity::medium : Severity::low,
                                 "sudo is installed: a set-user-id program that a container does "
                                 "not need.",
                                 "Take it off the list of packages."));
        }
      }
    }
  });
}

} // namespace

Rule DF404() {
  return {.id = "DF404",
          .name = "sudo",
          .title = "sudo in the image",
          .severity = Severity::medium,
          .items = {"H3"},
          .controls = {"hadolint DL3004", "trivy DS-0010", "checkov CKV2_DOCKER_1",
                       "KICS run_using_sudo", "dockle DKL-DI-0001", "CIS-Docker 4.8"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
