// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"
#include "rules/surroundings.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = deployed_stage(use);
  const model::Service* service = service_of(use, context);
  if (stage == nullptr || !image_is(image_under(use, *stage), "python")) {
    return not_applicable("no Python in production");
  }
  const bool set = std::any_of(stage->environment.begin(), stage->environment.end(),
                               [](const auto& v) { return v.name == "PYTHONUNBUFFERED"; })
                   || (service != nullptr && service->variable("PYTHONUNBUFFERED") != nullptr)
                   || base_sets(use, *stage, context, "PYTHONUNBUFFERED");
  const auto starts = start_commands(use, *stage);
  const bool plain = std::any_of(starts.begin(), starts.end(), [](const auto* command) {
    return command->name.starts_with("python") && !has_short(*command, 'u');
  });
  if (set || !plain) {
    return pass("output is not held back");
  }
  return fail(about(*stage, Severity::info,
                    "Python collects its output before it writes: the last lines are lost when it "
                    "crashes.",
                    "Add `ENV PYTHONUNBUFFERED=1`."));
}

} // namespace

Rule DF638() {
  return {.id = "DF638",
          .name = "python-buffered",
          .title = "Python holds its output back",
          .severity = Severity::info,
          .items = {"H7"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
