// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"
#include "rules/end_of_life.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_base_images(
      use, [&](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        const auto ended = deprecation_of(image);
        if (!ended) {
          return;
        }
        issues.push_back(about(stage, is_final(use, stage) ? Severity::medium : Severity::low,
                               "The image " + image.repository() + " is no longer maintained."
                                   + (ended->note.empty() ? "" : " " + ended->note),
                               ended->successor.empty() ? "Move to a maintained image."
                                                        : "Use " + ended->successor + " instead."));
      });
}

} // namespace

Rule DF108() {
  return {.id = "DF108",
          .name = "base-deprecated",
          .title = "Base image is no longer maintained",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.2", "CIS-Docker 4.4"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
