// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = deployed_stage(use);
  const model::Service* service = service_of(use, context);
  if (stage == nullptr || (service != nullptr && service->init && service->init->value)
      || (service != nullptr && (service->command || service->entrypoint))) {
    return not_applicable("init: true, or another command");
  }
  const auto starts = start_commands(use, *stage);
  if (starts.size() != 1 || starts.front()->words.empty()) {
    return pass("not one plain command");
  }
  const model::ShellCommand& command = *starts.front();
  for (const std::string& wrapper : command.wrappers) {
    if (one_of(wrapper, {"tini", "dumb-init", "docker-init", "catatonit"})) {
      return pass(wrapper);
    }
  }
  const std::string program = command.words.front().text;
  if (one_of(command.name, {"npm", "yarn", "pnpm", "npx"})) {
    return fail(about(*stage, Severity::low,
                      command.name
                          + " as the main process passes stop signals on late or not at "
                            "all, and stays in memory beside the application.",
                      "Start node itself: `CMD [\"node\", \"server.js\"]`, or add `init: true`."));
  }
  return pass(program + " is the main process");
}

} // namespace

Rule DF622() {
  return {.id = "DF622",
          .name = "no-init",
          .title = "The main process neither forwards signals nor collects children",
          .severity = Severity::low,
          .items = {"H7"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
