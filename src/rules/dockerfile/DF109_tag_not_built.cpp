// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"
#include "rules/end_of_life.hpp"
#include "rules/official_images.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// A complete version, which stands still on purpose (DF117 judges its age).
bool is_full_version(const std::string& tag) {
  const std::string version = tag.substr(0, tag.find('-'));
  return std::count(version.begin(), version.end(), '.') >= 2;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  return judge_base_images(
      use, [&](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        const auto built = is_still_built(image);
        const auto cycle = life_cycle_of(image);
        if (image.tag.empty() || !image.digest.empty() || built.value_or(true)
            || is_full_version(image.tag) || (cycle && cycle->over(context.as_of))
            || deprecation_of(image)) {
          return;
        }
        issues.push_back(about(stage, Severity::low,
                               image.path + ":" + image.tag
                                   + " is not among the tags that the official image still "
                                     "builds: it gets no updates.",
                               "Take a tag that its page lists as supported."));
      });
}

} // namespace

Rule DF109() {
  return {.id = "DF109",
          .name = "tag-not-built",
          .title = "The tag is not built any more",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.4"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
