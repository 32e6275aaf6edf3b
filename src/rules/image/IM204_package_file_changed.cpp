// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

constexpr std::size_t most_places = 20;

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  const bool system = std::any_of(image.files.begin(), image.files.end(),
                                  [](const model::ImageFile& file) { return file.owned; });
  if (image.changed_files.empty()) {
    return system ? pass("the programs are those that their packages installed, where these say it")
                  : not_applicable("no package database lists files");
  }
  Issue issue;
  issue.severity = Severity::high;
  std::string owners;
  for (const model::ChangedFile& changed : image.changed_files) {
    if (issue.evidence.size() < most_places) {
      issue.evidence.push_back(
          model::ImageFileEvidence{image.reference, changed.layer, changed.path, {}, {}});
    }
    if (owners.find(changed.owner) == std::string::npos && owners.size() < 200) {
      owners += (owners.empty() ? "" : ", ") + changed.owner;
    }
  }
  issue.message = image_title(use) + " holds " + std::to_string(image.changed_files.size())
                  + " program(s) or librarie(s) with other content than their packages installed ("
                  + owners
                  + "): updates will overwrite them, scanners judge them by the package's "
                    "version, and nobody vouches for them.";
  issue.remedy = "Find the step of the Dockerfile that replaces the file; put own programs into "
                 "/usr/local, or install the package anew.";
  issue.key = "changed";
  add_origins(use, context, issue);
  return fail(std::move(issue));
}

} // namespace

Rule IM204() {
  return {.id = "IM204",
          .name = "package-file-changed",
          .title = "Program that is not what its package installed",
          .severity = Severity::high,
          .items = {"H12"},
          .controls = {"CWE-353"},
          .tags = {"image", "supply-chain"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
