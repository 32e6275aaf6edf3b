// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"
#include "rules/official_images.hpp"

namespace secaudit::rules {
namespace {

bool is_known(const ImageName& image) {
  if (image.registry == "docker.io" && image.path.find('/') == std::string::npos) {
    return is_official_image(image.path);
  }
  for (const char* registry :
       {"mcr.microsoft.com", "gcr.io", "registry.k8s.io", "public.ecr.aws", "cgr.dev", "dhi.io",
        "registry.access.redhat.com", "registry.redhat.io", "docker.elastic.co", "nvcr.io"}) {
    if (image.registry == registry) {
      return true;
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_base_images(
      use, [&](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        if (!is_known(image)) {
          issues.push_back(about(stage, Severity::info,
                                 image.repository()
                                     + " is neither an official image nor from a "
                                       "vendor's own registry.",
                                 "Look at who publishes it and how it is built, or build it "
                                 "yourself; then pin its digest."));
        }
      });
}

} // namespace

Rule DF114() {
  return {.id = "DF114",
          .name = "base-unknown-publisher",
          .title = "Base image of a publisher that nobody vouches for",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.2"},
          .tags = {"dockerfile", "base", "supply-chain"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
