// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 14> with_database{
    "debian", "ubuntu",    "alpine", "wolfi", "rhel",          "centos", "fedora",
    "rocky",  "almalinux", "amzn",   "ol",    "opensuse-leap", "sles",   "arch"};

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  if (!image.os_release) {
    return not_applicable("the image holds no distribution");
  }
  const std::string& id = image.os_release->id;
  if (std::find(with_database.begin(), with_database.end(), id) == with_database.end()) {
    return not_applicable("no package database is known for " + id);
  }
  const bool any =
      std::any_of(image.packages.begin(), image.packages.end(), [](const auto& package) {
        return package.type == "deb" || package.type == "apk" || package.type == "rpm"
               || package.type == "alpm";
      });
  if (any) {
    return pass("the packages of the distribution are known");
  }
  if (!image.complete()) {
    return unknown("the image was not read completely");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = image_title(use) + " is " + image.os_release->pretty_name
                  + ", but its package database is gone: no scanner can tell which vulnerabilities "
                    "it has, and an empty list would look like a clean one.";
  issue.evidence = {model::ImageFileEvidence{image.reference, 0, "etc/os-release", {}, {}}};
  issue.remedy = "Keep the database (/var/lib/dpkg, /lib/apk/db, /var/lib/rpm) in the final image.";
  issue.key = "packages";
  return fail(std::move(issue));
}

} // namespace

Rule IM602() {
  return {.id = "IM602",
          .name = "packages-unknown",
          .title = "Distribution without a package database",
          .severity = Severity::medium,
          .items = {"C1"},
          .controls = {"CWE-1104"},
          .tags = {"image", "inventory"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
