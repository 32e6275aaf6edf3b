// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"
#include "rules/surroundings.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool sets_itself(const model::ShellCommand& command) {
  if (command.name == "next" || command.name == "nuxt") {
    return true;
  }
  return std::any_of(command.assignments.begin(), command.assignments.end(),
                     [](const model::Word& word) { return word.text.starts_with("NODE_ENV="); });
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = deployed_stage(use);
  const model::Service* service = service_of(use, context);
  if (stage == nullptr || !image_is(image_under(use, *stage), "node")) {
    return not_applicable("no image for Node.js in production");
  }
  for (const auto& variable : stage->environment) {
    if (variable.name == "NODE_ENV") {
      return pass("NODE_ENV is set");
    }
  }
  const auto starts = start_commands(use, *stage);
  const bool own = std::any_of(starts.begin(), starts.end(),
                               [](const auto* command) { return sets_itself(*command); });
  if (own || (service != nullptr && service->variable("NODE_ENV") != nullptr) || starts.empty()
      || base_sets(use, *stage, context, "NODE_ENV")) {
    return pass("set elsewhere");
  }
  return fail(
      about(*stage, Severity::low,
            "Without NODE_ENV=production Express and many others show error traces and work "
            "without their caches.",
            "Add `ENV NODE_ENV=production` to the stage that runs."));
}

} // namespace

Rule DF608() {
  return {.id = "DF608",
          .name = "node-env",
          .title = "NODE_ENV is not set to production",
          .severity = Severity::low,
          .items = {"H1"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
