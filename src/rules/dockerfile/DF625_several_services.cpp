// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = deployed_stage(use);
  if (stage == nullptr) {
    return not_applicable("not for production");
  }
  for (const model::ShellCommand* command : start_commands(use, *stage)) {
    const auto starts = start_commands(use, *stage);
    const bool background_cron =
        one_of(command->name, {"cron", "crond"})
        && std::count_if(starts.begin(), starts.end(), [](const auto* other) {
             return !one_of(other->name, {"", "set", "exec", "export", "cd", "echo"})
                    && !other->words.empty() && !other->words.front().text.starts_with('-');
           }) > 1;
    if (one_of(command->name, {"supervisord", "runsvdir", "monit", "pm2-runtime-all"})
        || (command->name == "systemd" || command->name == "init") || background_cron) {
      return fail(about(*stage, Severity::low,
                        command->name
                            + " runs several programs in one container: the engine sees, "
                              "restarts and limits them only together.",
                        "Make a service of each program."));
    }
  }
  return pass("one program");
}

} // namespace

Rule DF625() {
  return {.id = "DF625",
          .name = "several-services",
          .title = "Several services run in one container",
          .severity = Severity::low,
          .items = {"H7"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
