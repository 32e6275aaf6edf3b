// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(
      use, [](const model::ShellCommand& command, const Placed& where, std::vector<Issue>& issues) {
        const bool is_path = !command.words.empty() && command.words.front().text.starts_with("/");
        if (command.name == "apt" && !is_path && command.words.size() > 1) {
          issues.push_back(about(command, where, Severity::info,
                                 "apt is made for people: its options and output may change.",
                                 "Write apt-get, or apt-cache for queries."));
        }
      });
}

} // namespace

Rule DF205() {
  return {.id = "DF205",
          .name = "apt-for-people",
          .title = "apt instead of apt-get",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3027", "checkov CKV_DOCKER_9", "KICS run_using_apt"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
