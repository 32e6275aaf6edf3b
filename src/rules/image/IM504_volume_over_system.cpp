// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "rules/image_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 13> system{"",    "bin",   "boot",   "dev",  "etc",
                                                  "lib", "lib64", "proc",   "root", "sbin",
                                                  "sys", "usr",   "usr/bin"};

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  for (const std::string& volume : image.config.volumes) {
    std::string path = base::clean_path(volume);
    path.erase(0, path.find_first_not_of('/') == std::string::npos ? path.size()
                                                                   : path.find_first_not_of('/'));
    path = path == "." ? "" : path;
    if (std::find(system.begin(), system.end(), path) == system.end()) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::medium;
    issue.message = image_title(use) + " declares the volume " + volume
                    + ": every container gets a writable copy of a system folder that outlives it, "
                      "and updates of the image do not reach it.";
    issue.evidence = {config_evidence(image, "/config/Volumes", volume)};
    issue.remedy = "Declare the folder of the data alone, for example VOLUME /var/lib/app.";
    issue.key = "volume[" + volume + "]";
    return fail(std::move(issue));
  }
  return pass("no volume lies over a system folder");
}

} // namespace

Rule IM504() {
  return {.id = "IM504",
          .name = "volume-over-system",
          .title = "Volume over a folder of the system",
          .severity = Severity::medium,
          .items = {"H4"},
          .controls = {"trivy DS-0012", "CIS-Docker 5.6"},
          .tags = {"image", "volumes"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
