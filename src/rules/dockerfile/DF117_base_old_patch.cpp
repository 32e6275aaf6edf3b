// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/end_of_life.hpp"

#include <charconv>
#include <system_error>

namespace secaudit::rules {
namespace {

/// The last number of a version with three of them, or -1.
int patch_of(std::string_view version) {
  const auto parts = base::split(version, '.');
  if (parts.size() != 3) {
    return -1;
  }
  int number = 0;
  const auto [end, error] =
      std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), number);
  return error == std::errc{} && end == parts[2].data() + parts[2].size() ? number : -1;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  return judge_base_images(
      use, [&](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        const auto cycle = life_cycle_of(image);
        const std::string version = image.tag.substr(0, image.tag.find('-'));
        const int own = patch_of(version);
        const int newest = cycle ? patch_of(cycle->latest) : -1;
        const bool same_line = cycle && own >= 0 && newest >= 0
                               && version.substr(0, version.rfind('.'))
                                      == cycle->latest.substr(0, cycle->latest.rfind('.'));
        if (!same_line || cycle->over(context.as_of) || newest - own <= 2) {
          return;
        }
        issues.push_back(about(stage, Severity::low,
                               image.path + ":" + version + " is " + std::to_string(newest - own)
                                   + " releases behind " + cycle->latest
                                   + ", and each of them fixed something.",
                               "Move to " + cycle->latest + "."));
      });
}

} // namespace

Rule DF117() {
  return {.id = "DF117",
          .name = "base-old-patch",
          .title = "Base image is an old patch release",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.4"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
