// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_ssh_purpose(const model::DockerfileUse& use) {
  const std::string file = base::to_lower(use.dockerfile.file.str() + use.service);
  return base::contains(file, "ssh") || base::contains(file, "sftp") || base::contains(file, "git")
         || base::contains(file, "bastion") || base::contains(file, "jump");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = deployed_stage(use);
  if (stage == nullptr || is_ssh_purpose(use)) {
    return not_applicable("ssh is what it is for");
  }
  for (const model::ShellCommand* command : start_commands(use, *stage)) {
    if (command->name == "sshd") {
      return fail(about(
          *command, Placed{use.dockerfile.instructions[stage->first], stage->first, *stage, true},
          Severity::medium, "The container starts an ssh server.",
          "Use `docker exec`; leave sshd out."));
    }
  }
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    for (const model::ShellWord* word : call.operands) {
      if (run.final && one_of(call.verb, {"install", "add", "in"})
          && one_of(word->text, {"openssh-server", "dropbear", "openssh", "ssh"})) {
        issues.push_back(about(*call.command, run, Severity::medium,
                               word->text
                                   + " brings an ssh server with host keys that are the same "
                                     "in every container.",
                               "Use `docker exec`; for the client alone install openssh-client."));
      }
    }
  });
}

} // namespace

Rule DF635() {
  return {.id = "DF635",
          .name = "ssh-server",
          .title = "An ssh server is in the image",
          .severity = Severity::medium,
          .items = {"H2", "H3"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
