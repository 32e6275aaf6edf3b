// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_base_images(
      use, [&](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        const std::size_t slash = image.path.find('/');
        const std::string space = slash == std::string::npos ? "" : image.path.substr(0, slash);
        if (image.registry == "docker.io"
            && one_of(space, {"amd64", "arm32v5", "arm32v6", "arm32v7", "arm64v8", "i386",
                              "ppc64le", "s390x", "riscv64", "mips64le"})) {
          const std::string name = image.path.substr(slash + 1);
          issues.push_back(about(stage, Severity::low,
                                 image.path + " exists for one architecture only.",
                                 "Write `" + name + (image.tag.empty() ? "" : ":" + image.tag)
                                     + "` and choose the platform when building."));
        }
      });
}

} // namespace

Rule DF116() {
  return {.id = "DF116",
          .name = "architecture-in-name",
          .title = "Base image is bound to one architecture by its name",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "base"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
