// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"
#include "rules/end_of_life.hpp"

namespace secaudit::rules {
namespace {

bool is_distribution(const ImageName& image) {
  for (const char* name : {"debian", "ubuntu", "alpine", "fedora", "rockylinux", "almalinux",
                           "oraclelinux", "amazonlinux", "opensuse/leap", "archlinux"}) {
    if (image_is(image, name)) {
      return true;
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_base_images(use, [&](const model::Stage& stage, const ImageName& image,
                                    std::vector<Issue>& issues) {
    const std::string version = image.tag.substr(0, image.tag.find('-'));
    const bool major = !version.empty()
                       && version.find_first_not_of("0123456789") == std::string::npos
                       && version.size() < 4;
    if (!major || !image.digest.empty() || is_distribution(image) || !life_cycle_of(image)) {
      return;
    }
    issues.push_back(about(
        stage, Severity::info,
        image.repository() + ":" + image.tag + " follows every minor version of " + version
            + ": a rebuild may change more than fixes.",
        "Name the minor version, such as `" + image.repository() + ":"
            + (life_cycle_of(image)->latest.empty() ? version + ".x" : life_cycle_of(image)->latest)
            + "`."));
  });
}

} // namespace

Rule DF104() {
  return {.id = "DF104",
          .name = "base-major-tag",
          .title = "Base image is named by a major version",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
