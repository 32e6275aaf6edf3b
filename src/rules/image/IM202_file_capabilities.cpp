// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace secaudit::rules {
namespace {

/// capability.h, in order of their numbers.
constexpr std::array<std::string_view, 41> names{"chown",
                                                 "dac_override",
                                                 "dac_read_search",
                                                 "fowner",
                                                 "fsetid",
                                                 "kill",
                                                 "setgid",
                                                 "setuid",
                                                 "setpcap",
                                                 "linux_immutable",
                                                 "net_bind_service",
                                                 "net_broadcast",
                                                 "net_admin",
                                                 "net_raw",
                                                 "ipc_lock",
                                                 "ipc_owner",
                                                 "sys_module",
                                                 "sys_rawio",
                                                 "sys_chroot",
                                                 "sys_ptrace",
                                                 "sys_pacct",
                                                 "sys_admin",
                                                 "sys_boot",
                                                 "sys_nice",
                                                 "sys_resource",
                                                 "sys_time",
                                                 "sys_tty_config",
                                                 "mknod",
                                                 "lease",
                                                 "audit_write",
                                                 "audit_control",
                                                 "setfcap",
                                                 "mac_override",
                                                 "mac_admin",
                                                 "syslog",
                                                 "wake_alarm",
                                                 "block_suspend",
                                                 "audit_read",
                                                 "perfmon",
                                                 "bpf",
                                                 "checkpoint_restore"};
/// Each of them is as good as root.
constexpr std::array<std::string_view, 12> as_root{
    "chown",   "dac_override", "dac_read_search", "fowner",     "setgid",    "setuid",
    "setpcap", "sys_module",   "sys_rawio",       "sys_ptrace", "sys_admin", "setfcap"};

/// The permitted set of a vfs_cap_data: magic, then permitted and inheritable, 32 bits each, twice.
std::vector<std::string_view> capabilities_of(const std::string& bytes) {
  std::vector<std::string_view> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t at = (i < 32 ? 4 : 12) + (i % 32) / 8;
    if (at < bytes.size() && (static_cast<unsigned char>(bytes[at]) >> (i % 8) & 1U) != 0) {
      found.push_back(names[i]);
    }
  }
  return found;
}

bool is_expected(const model::ImageFile& file, const std::vector<std::string_view>& held) {
  const bool ping = file.path.ends_with("/ping") || file.path.ends_with("/arping")
                    || file.path.ends_with("/mtr-packet");
  const bool raw_only =
      std::all_of(held.begin(), held.end(), [](auto name) { return name == "net_raw"; });
  // A port below 1024 without root is what the capability is for.
  const bool bind_only = !held.empty() && std::all_of(held.begin(), held.end(), [](auto name) {
    return name == "net_bind_service";
  });
  return (ping && raw_only) || bind_only;
}

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  std::vector<const model::ImageFile*> found;
  std::set<std::string_view> all;
  for (const model::ImageFile& file : image.files) {
    const auto held = capabilities_of(file.capabilities);
    if (!file.capabilities.empty() && !is_expected(file, held)) {
      found.push_back(&file);
      all.insert(held.begin(), held.end());
    }
  }
  if (found.empty()) {
    return pass("no file carries capabilities");
  }
  Issue issue;
  std::string told;
  for (const std::string_view name : all) {
    told += (told.empty() ? " (" : ", ") + std::string(name);
  }
  told += told.empty() ? "" : ")";
  const bool root = std::any_of(as_root.begin(), as_root.end(),
                                [&](std::string_view name) { return all.contains(name); });
  issue.severity = root ? Severity::high : Severity::low;
  issue.message = image_title(use) + " holds " + std::to_string(found.size())
                  + " file(s) with capabilities" + told
                  + ": whoever runs them gets rights beyond the user's own.";
  issue.evidence = file_evidence(image, found);
  issue.remedy =
      "Check that the program needs them; else take them off with setcap -r in the Dockerfile.";
  issue.key = "capabilities";
  add_origins(use, context, issue);
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
