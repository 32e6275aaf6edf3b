// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/image_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  const auto passwd = image.small_files.find("etc/passwd");
  if (passwd == image.small_files.end()) {
    return not_applicable("the image holds no /etc/passwd");
  }
  std::string found;
  for (const std::string_view line : base::lines(passwd->second)) {
    const auto fields = base::split(line, ':');
    if (fields.size() < 7 || line.starts_with('#')) {
      continue;
    }
    const bool open = fields[1].empty();
    const bool root = fields[2] == "0" && fields[0] != "root";
    if (open || root) {
      found += (found.empty() ? "" : ", ") + std::string(fields[0])
               + (open ? " (no password)" : " (number 0)");
    }
  }
  if (found.empty()) {
    return pass(
        "every account is closed or has a password elsewhere, and only root has the number 0");
  }
  Issue issue;
  issue.severity = Severity::high;
  issue.message = image_title(use)
                  + " has accounts through which anybody in the container becomes "
                    "somebody else: "
                  + found + ".";
  const model::ImageFile* file = image.file("etc/passwd");
  issue.evidence = {file != nullptr ? file_evidence(image, *file)
                                    : model::Evidence(model::NoteEvidence{"/etc/passwd"})};
  issue.remedy = "Lock the account (passwd -l NAME) or delete its line in the Dockerfile.";
  issue.key = "accounts";
  return fail(std::move(issue));
}

} // namespace

Rule IM103() {
  return {.id = "IM103",
          .name = "open-account",
          .title = "Account without a password, or a second root",
          .severity = Severity::high,
          .items = {"H3"},
          .controls = {"dockle CIS-DI-0004", "CWE-258"},
          .tags = {"image", "user"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
