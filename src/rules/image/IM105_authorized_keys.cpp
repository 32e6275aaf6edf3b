// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

#include <string>

namespace secaudit::rules {
namespace {

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  std::vector<const model::ImageFile*> found;
  for (const model::ImageFile& file : image.files) {
    const std::string_view path = file.path;
    const bool named =
        path.ends_with(".ssh/authorized_keys") || path.ends_with(".ssh/authorized_keys2");
    if (named && file.type == model::FileType::file && file.size > 0) {
      found.push_back(&file);
    }
  }
  if (found.empty()) {
    return pass("nobody's SSH key opens an account");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = image_title(use)
                  + " lets holders of SSH keys in: every container from it, everywhere, for as "
                    "long as the image is used.";
  issue.evidence = file_evidence(image, found);
  issue.remedy = "Leave the file out of the image; use docker exec, or mount the keys where a "
                 "container really has to be reached by SSH.";
  issue.key = "authorized-keys";
  add_origins(use, context, issue);
  return fail(std::move(issue));
}

} // namespace

Rule IM105() {
  return {.id = "IM105",
          .name = "authorized-keys",
          .title = "SSH keys that are let in are part of the image",
          .severity = Severity::medium,
          .items = {"H3"},
          .controls = {"CWE-798"},
          .tags = {"image", "ssh"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
