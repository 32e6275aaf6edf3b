// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool starts_with_any(std::string_view name, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

bool adds_admin(const model::Service& service) {
  return std::any_of(service.cap_add.begin(), service.cap_add.end(), [](const auto& cap) {
    const std::string name = capability_name(*cap);
    return name == "SYS_ADMIN" || name == "ALL";
  });
}

struct Judged {
  Severity severity = Severity::low;
  std::string_view what;
};

std::optional<Judged> judge(const model::Service& service, std::string_view path) {
  if (path == "/dev") {
    return Judged{Severity::critical, "every device of the host"};
  }
  if (!path.starts_with("/dev/")) {
    return std::nullopt;
  }
  const std::string_view name = path.substr(5);
  if (name == "mem" || name == "kmem" || name == "port") {
    return Judged{Severity::critical, "the memory of the host"};
  }
  if (starts_with_any(name, {"sd", "nvme", "vd", "xvd", "hd", "dm-", "mapper", "md", "mmcblk",
                             "disk/", "loop"})) {
    return Judged{Severity::critical, "a disk of the host, past all file permissions"};
  }
  if (name == "kvm") {
    return Judged{Severity::medium, "the hypervisor of the host"};
  }
  if (name == "fuse") {
    return Judged{adds_admin(service) ? Severity::medium : Severity::low,
                  "file systems of its own"};
  }
  if (starts_with_any(name, {"dri", "snd", "tty", "net/tun", "serial/", "video", "bus/usb", "input",
                             "i2c", "gpio", "hidraw", "ppp", "dvb", "kfd", "rtc", "usb"})) {
    return Judged{Severity::low, "a device of the host"};
  }
  // null, zero, random, shm and the like are in every container anyway.
  static constexpr std::array<std::string_view, 9> harmless{
      "null", "zero", "full", "random", "urandom", "shm", "log", "ptmx", "pts"};
  if (std::find(harmless.begin(), harmless.end(), name) != harmless.end()
      || starts_with_any(name, {"nvidia", "shm/"})) {
    return std::nullopt;
  }
  return Judged{Severity::low, "a device of the host"};
}

template <typename T>
void add(const model::Service& service, const T& where, const std::string& written,
         const std::string& host_path, std::vector<Issue>& issues) {
  const auto judged = judge(service, base::clean_path(host_path));
  if (!judged) {
    return;
  }
  issues.push_back({judged->severity,
                    "Service " + service.name + " is given " + host_path + ", that is "
                        + std::string(judged->what) + ".",
                    places(where, written),
                    judged->severity == Severity::critical
                        ? "Delete the entry from " + path_of(service)
                              + "; mount the folder it needs instead, read-only where that is "
                                "enough."
                        : "Keep " + host_path + " in " + path_of(service)
                              + " only if the program uses it; leave out `m` of the permissions "
                                "(`:rw`), which allows making device files.",
                    "devices[" + host_path + "]"});
}

Verdict check(const model::Service& service, const Context&) {
  if (service.privileged && service.privileged->value) {
    return not_applicable("privileged: CO101 says it");
  }
  std::vector<Issue> issues;
  for (const auto& device : service.devices) {
    const std::string path = device->substr(0, device->find(':'));
    // `vendor.com/class=name` names a device of the Container Device Interface.
    if (!base::contains(path, "=")) {
      add(service, device, *device, path, issues);
    }
  }
  for (const auto& mount : service.volumes) {
    // The whole of /dev as a mount is said by CO203.
    if (mount->type == "bind" && base::clean_path(mount->source).starts_with("/dev/")) {
      add(service, mount, mount->source + " → " + mount->target, mount->source, issues);
    }
  }
  return conclude(service, std::move(issues), "no device of the host");
}

} // namespace

Rule CO115() {
  return {.id = "CO115",
          .name = "dangerous-device",
          .title = "Device of the host in the container",
          .severity = Severity::critical,
          .items = {},
          .controls = {"CIS-Docker 5.18", "compose-lint CL-0016"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
