// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/official_images.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  std::vector<Issue> issues;
  const model::Service* service = service_of(use, context);
  const model::Node* contexts =
      service == nullptr ? nullptr : service->node.at("build.additional_contexts");
  for (const Placed& item : placed(use)) {
    std::vector<std::string> names;
    if (const auto from = item.instruction.flag("from")) {
      names.push_back(*from);
    }
    for (const MountFields& mount : mounts_of(item.instruction)) {
      names.push_back(mount.from);
    }
    for (const std::string& from : names) {
      const bool number = from.find_first_not_of("0123456789") == std::string::npos;
      if (from.empty() || number || from == "scratch" || from.find('$') != std::string::npos
          || use.dockerfile.stage(base::to_lower(from)) != nullptr
          || (contexts != nullptr && contexts->find(from) != nullptr)) {
        continue;
      }
      const ImageName image = parse_image_name(from);
      // A bare word that is no image at all is a slip that DF008 tells.
      const bool bare = image.registry == "docker.io" && image.path.find('/') == std::string::npos;
      if (!image.digest.empty() || (bare && !is_official_image(image.path))) {
        continue;
      }
      if (image.tag.empty() || image.tag == "latest") {
        issues.push_back(about(item, Severity::medium,
                               from + " is whatever image is newest when this is built.",
                               "Name its version: `--from=" + image.repository() + ":1.2.3`."));
      }
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
