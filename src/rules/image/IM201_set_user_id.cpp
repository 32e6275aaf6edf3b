// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

// What the base systems of Debian, Ubuntu, Alpine and the Red Hat family ship with the bits set.
constexpr std::array<std::string_view, 30> known_programs{"su",
                                                          "mount",
                                                          "umount",
                                                          "passwd",
                                                          "chsh",
                                                          "chfn",
                                                          "gpasswd",
                                                          "newgrp",
                                                          "chage",
                                                          "expiry",
                                                          "wall",
                                                          "write",
                                                          "ssh-agent",
                                                          "unix_chkpwd",
                                                          "bbsuid",
                                                          "sudo",
                                                          "pkexec",
                                                          "ping",
                                                          "ping6",
                                                          "crontab",
                                                          "dotlockfile",
                                                          "fusermount",
                                                          "fusermount3",
                                                          "newuidmap",
                                                          "newgidmap",
                                                          "pam_extrausers_chkpwd",
                                                          "pam_timestamp_check",
                                                          "userhelper",
                                                          "utempter",
                                                          "dbus-daemon-launch-helper"};

bool is_known(const model::ImageFile& file) {
  const std::string_view path = file.path;
  const std::string_view name = path.substr(path.find_last_of('/') + 1);
  const bool system = path.starts_with("bin/") || path.starts_with("sbin/")
                      || path.starts_with("usr/bin/") || path.starts_with("usr/sbin/")
                      || path.starts_with("usr/lib");
  return system
         && std::find(known_programs.begin(), known_programs.end(), name) != known_programs.end();
}

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  std::vector<const model::ImageFile*> found;
  std::size_t known = 0;
  for (const model::ImageFile& file : image.files) {
    const bool set_id = file.type == model::FileType::file && (file.mode & 06000U) != 0;
    if (set_id && is_known(file)) {
      ++known;
    } else if (set_id) {
      found.push_back(&file);
    }
  }
  if (found.empty()) {
    return pass(known == 0 ? "no file has these bits"
                           : std::to_string(known) + " programs of the base system have them");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = image_title(use) + " holds " + std::to_string(found.size())
                  + " setuid or setgid file(s) that no base system ships: whoever runs them acts "
                    "as their owner.";
  issue.evidence = file_evidence(image, found);
  issue.remedy = "Take the bits off in the Dockerfile (RUN chmod a-s /" + found.front()->path
                 + ") or leave the file out.";
  issue.key = "set-id";
  add_origins(use, context, issue);
  return fail(std::move(issue));
}

} // namespace

Rule IM201() {
  return {.id = "IM201",
          .name = "unknown-setuid-file",
          .title = "Setuid or setgid file of no base system",
          .severity = Severity::medium,
          .items = {"H5"},
          .controls = {"CIS-Docker 4.8", "dockle CIS-DI-0008"},
          .tags = {"image", "permissions"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
