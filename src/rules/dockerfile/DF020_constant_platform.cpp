// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Stage& stage : use.dockerfile.stages) {
    const auto platform = use.dockerfile.instructions[stage.first].flag("platform");
    if (!platform || platform->empty()) {
      continue;
    }
    const bool redundant = one_of(*platform, {"$TARGETPLATFORM", "${TARGETPLATFORM}"});
    const bool variable = platform->find('$') != std::string::npos;
    const std::string architecture = platform->substr(platform->rfind('/') + 1);
    const std::string system = platform->substr(0, platform->find('/'));
    const bool named = (!architecture.empty() && base::contains(stage.name, architecture))
                       || (!system.empty() && base::contains(stage.name, system));
    if (redundant) {
      issues.push_back(about(stage, Severity::info,
                             "--platform=$TARGETPLATFORM is what holds without it.",
                             "Leave --platform out."));
    } else if (!variable && !named) {
      issues.push_back(about(stage, Severity::low,
                             "The stage is built for " + *platform
                                 + " whatever platform is asked for; elsewhere it runs in "
                                   "emulation or not at all.",
                             "Leave --platform out, or use $BUILDPLATFORM in stages that only "
                             "build."));
    }
  }
  return from_issues(std::move(issues), "no constant platform");
}

} // namespace

Rule DF020() {
  return {.id = "DF020",
          .name = "constant-platform",
          .title = "FROM is bound to one platform",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3029", "hadolint DL3065", "KICS using_platform_with_from",
                       "BuildKit InvalidBaseImagePlatform", "BuildKit RedundantTargetPlatform",
                       "BuildKit FromPlatformFlagConstDisallowed"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
