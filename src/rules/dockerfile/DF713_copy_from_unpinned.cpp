// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  std::vector<Issue> issues;
  for (const SourceImage& source : source_images(use, context)) {
    const ImageName& image = source.image;
    if (image.digest.empty() && (image.tag.empty() || image.tag == "latest")) {
      issues.push_back(about(source.place, Severity::medium,
                             source.written + " is whatever image is newest when this is built.",
                             "Name its version: `--from=" + image.repository() + ":1.2.3`."));
    }
  }
  return from_issues(std::move(issues), "copied from stages and versions");
}

} // namespace

Rule DF713() {
  return {.id = "DF713",
          .name = "copy-from-unpinned",
          .title = "Files are copied from an image without a version",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
