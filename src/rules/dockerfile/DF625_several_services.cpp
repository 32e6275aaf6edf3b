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
  const auto starts = start_commands(use, *stage);
  const auto programs = std::count_if(starts.begin(), starts.end(), [](const auto* command) {
    return !one_of(command->name, {"", "set", "exec", "export", "cd", "echo"})
           && !command->words.empty() && !command->words.front().text.starts_with('-');
  });
  for (const model::ShellCommand* command : starts) {
    const bool background_cron = programs > 1 && one_of(command->name, {"cron", "crond"});
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
