// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"
#include "rules/end_of_life.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  return judge_base_images(
      use, [&](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        const auto cycle = variant_life_cycle(image);
        if (!cycle || !cycle->over(context.as_of)) {
          return;
        }
        const bool extended = cycle->extended_support(context.as_of);
        issues.push_back(about(stage,
                               extended               ? Severity::low
                               : is_final(use, stage) ? Severity::medium
                                                      : Severity::low,
                               "The tag builds on " + cycle->product + " " + cycle->cycle
                                   + ", which gets no free security updates any more.",
                               "Take the same image on " + cycle->product + " "
                                   + supported_cycle(*cycle, context.as_of) + "."));
      });
}

} // namespace

Rule DF106() {
  return {.id = "DF106",
          .name = "variant-end-of-life",
          .title = "The distribution under the base image is past its end of life",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.4"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
