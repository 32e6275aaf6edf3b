// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"
#include "rules/end_of_life.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  return judge_base_images(
      use, [&](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        const auto cycle = life_cycle_of(image);
        if (!cycle || !cycle->over(context.as_of)) {
          return;
        }
        const bool extended = cycle->extended_support(context.as_of);
        const Severity severity = extended ? Severity::low : Severity::high;
        const std::string next = supported_cycle(*cycle, context.as_of);
        issues.push_back(about(
            stage, is_final(use, stage) || extended ? severity : lowered(severity),
            cycle->product + " " + cycle->cycle + " gets no free security updates any more"
                + (cycle->ends ? " since " + base::to_string(*cycle->ends) : "")
                + (extended ? ", only long-term support until " + base::to_string(*cycle->extended)
                            : "")
                + ".",
            next.empty() ? "Move to a supported release."
                         : "Move to " + cycle->product + " " + next + "."));
      });
}

} // namespace

Rule DF105() {
  return {.id = "DF105",
          .name = "base-end-of-life",
          .title = "Base image is past its end of life",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.4"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
