// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

namespace secaudit::rules {
namespace {

bool is_open(const model::ImageFile& file) {
  const bool writable = (file.mode & 0002U) != 0 && !file.implicit;
  if (file.type == model::FileType::directory) {
    // With the sticky bit only owners remove files, as in /tmp.
    return writable && (file.mode & 01000U) == 0;
  }
  return writable && file.type == model::FileType::file;
}

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  std::vector<const model::ImageFile*> found;
  bool code = false;
  for (const model::ImageFile& file : image.files) {
    if (is_open(file)) {
      found.push_back(&file);
      code = code
             || (file.type == model::FileType::file
                 && ((file.mode & 0111U) != 0 || file.path.starts_with("etc/")));
    }
  }
  if (found.empty()) {
    return pass("nothing is writable by everyone");
  }
  Issue issue;
  issue.severity = code ? Severity::high : Severity::medium;
  issue.message = image_title(use) + " holds " + std::to_string(found.size())
                  + " file(s) or folder(s) that every user of the container may change"
                  + (code ? ", programs or settings among them." : ".");
  issue.evidence = file_evidence(image, found);
  issue.remedy = "Set modes of 755 for folders and 644 for files in the Dockerfile, and give the "
                 "one user that writes the "
                 "folder by chown.";
  issue.key = "world-writable";
  add_origins(use, context, issue);
  return fail(std::move(issue));
}

} // namespace

Rule IM203() {
  return {.id = "IM203",
          .name = "world-writable-file",
          .title = "File or folder writable by everyone",
          .severity = Severity::medium,
          .items = {"H3"},
          .controls = {"CIS-Docker 4.8"},
          .tags = {"image", "permissions"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
