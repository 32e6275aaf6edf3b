// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/end_of_life.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  return judge_base_images(use, [&](const model::Stage& stage, const ImageName& image,
                                    std::vector<Issue>& issues) {
    const auto cycle = life_cycle_of(image);
    if (!cycle || cycle->over(context.as_of) || !cycle->ends) {
      return;
    }
    const auto days = base::days_between(context.as_of, *cycle->ends);
    if (days <= 180) {
      const std::string next = supported_cycle(*cycle, context.as_of);
      issues.push_back(about(
          stage, Severity::info,
          cycle->product + " " + cycle->cycle + " gets security updates for " + std::to_string(days)
              + " more days only, until " + base::to_string(*cycle->ends) + ".",
          next.empty() ? "Plan the move to the next release."
                       : "Plan the move to " + cycle->product + " " + next + "."));
    }
  });
}

} // namespace

Rule DF107() {
  return {.id = "DF107",
          .name = "base-end-of-life-soon",
          .title = "Base image reaches its end of life soon",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.4"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
