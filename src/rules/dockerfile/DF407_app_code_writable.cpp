// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = deployed_stage(use);
  const std::string user = stage == nullptr || !stage->user
                               ? ""
                               : stage->user->value.substr(0, stage->user->value.find(':'));
  if (user.empty() || user == "root" || user == "0") {
    return not_applicable("no user of its own");
  }
  return judge_instructions(use, "COPY", [&](const Placed& copy, std::vector<Issue>& issues) {
    const auto owner = copy.instruction.flag("chown");
    if (!copy.final || !owner || owner->substr(0, owner->find(':')) != user) {
      return;
    }
    const auto mode = copy.instruction.flag("chmod");
    if (mode && mode->find_first_of("2367") == std::string::npos) {
      return;
    }
    issues.push_back(about(copy, Severity::info,
                           "The copied files belong to " + user
                               + ", so that an intruder can change the program itself.",
                           "Leave --chown out for code; give the user only its data folders."));
  });
}

} // namespace

Rule DF407() {
  return {.id = "DF407",
          .name = "app-code-writable",
          .title = "The application may change its own code",
          .severity = Severity::info,
          .items = {"H3"},
          .controls = {"KICS chown_flag_exists", "SonarSource S6504", "CIS-Docker 4.1"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
