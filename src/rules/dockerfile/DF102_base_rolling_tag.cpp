// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool is_rolling(std::string_view tag) {
  constexpr std::array<std::string_view, 12> words = {"latest",  "stable", "edge",     "nightly",
                                                      "main",    "master", "lts",      "current",
                                                      "rolling", "devel",  "mainline", "dev"};
  const std::string_view first = tag.substr(0, tag.find('-'));
  return std::find(words.begin(), words.end(), first) != words.end();
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_base_images(
      use, [](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        if (image.digest.empty() && is_rolling(image.tag)) {
          issues.push_back(about(stage, Severity::medium,
                                 "The tag " + image.tag + " of " + image.repository()
                                     + " moves: every build may take another version.",
                                 "Name a version, for example `" + image.repository()
                                     + ":<version>`, best with its digest."));
        }
      });
}

} // namespace

Rule DF102() {
  return {.id = "DF102",
          .name = "base-rolling-tag",
          .title = "Base image by a moving tag",
          .severity = Severity::medium,
          .items = {"C12", "H2"},
          .controls = {"hadolint DL3007", "trivy DS-0001", "checkov CKV_DOCKER_7",
                       "KICS image_version_using_latest", "SonarSource S6596",
                       "dockle DKL-DI-0006"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
