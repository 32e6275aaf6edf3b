// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  std::vector<const model::ImageFile*> found;
  for (const model::ImageFile& file : image.files) {
    // ping carries cap_net_raw in every distribution.
    if (!file.capabilities.empty() && !file.path.ends_with("/ping")) {
      found.push_back(&file);
    }
  }
  if (found.empty()) {
    return pass("no file carries capabilities");
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message =
      image_title(use) + " holds " + std::to_string(found.size())
      + " file(s) with capabilities: whoever runs them gets rights beyond the user's own.";
  issue.evidence = file_evidence(image, found);
  issue.remedy =
      "Check that the program needs them; else take them off with setcap -r in the Dockerfile.";
  issue.key = "capabilities";
  return fail(std::move(issue));
}

} // namespace

Rule IM202() {
  return {.id = "IM202",
          .name = "file-with-capabilities",
          .title = "File with capabilities",
          .severity = Severity::low,
          .items = {"H5"},
          .controls = {"CIS-Docker 4.8"},
          .tags = {"image", "permissions"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
