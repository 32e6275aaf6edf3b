// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 18> programs{
    "apt",    "apt-get", "dpkg", "apk", "dnf", "microdnf", "yum",  "rpm", "zypper",
    "pacman", "pip",     "pip3", "npm", "gem", "sh",       "bash", "ash", "busybox"};

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  if (!use.built_here && context.subjects.scope == model::Subjects::Scope::compose) {
    return not_applicable("the image is made by others");
  }
  std::vector<const model::ImageFile*> found;
  std::string names;
  for (const model::ImageFile& file : image.files) {
    const bool runnable =
        file.type == model::FileType::file || file.type == model::FileType::symlink;
    const std::string_view name =
        std::string_view(file.path).substr(file.path.find_last_of('/') + 1);
    if (runnable && is_program(file.path)
        && std::find(programs.begin(), programs.end(), name) != programs.end()) {
      found.push_back(&file);
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
  }
  if (found.empty()) {
    return pass("neither a package manager nor a shell");
  }
  Issue issue;
  issue.severity = Severity::info;
  issue.message = image_title(use) + " holds package managers or shells: " + names
                  + ". Whoever breaks in finds them ready.";
  issue.evidence = file_evidence(image, found);
  issue.remedy =
      "Ship the program on a base without them (distroless, scratch) where it runs there.";
  issue.key = "package-managers";
  return fail(std::move(issue));
}

} // namespace

Rule IM303() {
  return {.id = "IM303",
          .name = "package-manager-left",
          .title = "Package manager and shell in the image",
          .severity = Severity::info,
          .items = {"H5"},
          .controls = {"CIS-Docker 4.3"},
          .tags = {"image", "attack-surface"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
