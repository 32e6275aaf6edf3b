// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_base_images(use, [&](const model::Stage& stage, const ImageName& image,
                                    std::vector<Issue>& issues) {
    if (image.digest.empty()) {
      issues.push_back(about(
          stage, Severity::info, stage.base_resolved + " may be another image tomorrow: tags move.",
          "Write the digest behind the tag, `" + image.repository() + ":"
              + (image.tag.empty() ? "TAG" : image.tag) + "@sha256:…`, and let a bot renew it."));
    }
  });
}

} // namespace

Rule DF103() {
  return {.id = "DF103",
          .name = "base-without-digest",
          .title = "Base image is not pinned by digest",
          .severity = Severity::info,
          .items = {"C12", "H2"},
          .controls = {"SonarSource S7023", "CIS-Docker 4.5", "CIS-Docker 4.12"},
          .tags = {"dockerfile", "base", "supply-chain"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
