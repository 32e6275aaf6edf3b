// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

struct Capability {
  std::string_view name;
  Severity severity;
  std::string_view power; ///< what it lets the process do
};

constexpr std::array<Capability, 17> capabilities{{
    {"ALL", Severity::critical, "every right of the kernel"},
    {"SYS_ADMIN", Severity::critical, "mount file systems and leave the container"},
    {"SYS_MODULE", Severity::critical, "load code into the host's kernel"},
    {"SYS_RAWIO", Severity::critical, "write to memory and disks of the host"},
    {"BPF", Severity::high, "load programs into the host's kernel"},
    {"SYS_BOOT", Severity::high, "restart the host"},
    {"PERFMON", Severity::high, "watch every process of the host"},
    {"SYS_TIME", Severity::high, "set the host's clock"},
    {"SYSLOG", Severity::high, "read kernel addresses and messages"},
    {"MAC_ADMIN", Severity::high, "change the mandatory access control"},
    {"MAC_OVERRIDE", Severity::high, "ignore the mandatory access control"},
    {"SYS_PTRACE", Severity::medium, "read and change other processes"},
    {"DAC_READ_SEARCH", Severity::medium, "read any file whatever its permissions"},
    {"NET_ADMIN", Severity::medium, "change addresses, routes and firewall of its network"},
    {"NET_RAW", Severity::medium, "forge packets to its neighbours"},
    {"SYS_NICE", Severity::low, "take processor time from others"},
    {"IPC_LOCK", Severity::low, "keep memory from being swapped"},
}};

bool drops_all(const model::Service& service) {
  return std::any_of(service.cap_drop.begin(), service.cap_drop.end(),
                     [](const auto& cap) { return capability_name(*cap) == "ALL"; });
}

bool mounts_host(const model::Service& service) {
  return std::any_of(service.volumes.begin(), service.volumes.end(),
                     [](const auto& mount) { return mount->type == "bind"; });
}

Severity in_context(const Capability& cap, const model::Service& service, const Context& context) {
  const bool host_network = service.network_mode && service.network_mode->value == "host";
  if (cap.name == "NET_ADMIN" && host_network) {
    return Severity::high;
  }
  if (cap.name == "DAC_READ_SEARCH" && mounts_host(service)) {
    return Severity::critical;
  }
  if (cap.name == "IPC_LOCK" && image_is(software_of(service, context), "vault")) {
    return Severity::info;
  }
  return cap.severity;
}

Verdict check(const model::Service& service, const Context& context) {
  if (service.privileged && service.privileged->value) {
    return not_applicable("privileged: CO101 says it");
  }
  std::vector<Issue> issues;
  for (const auto& added : service.cap_add) {
    const std::string name = capability_name(*added);
    const auto* cap = std::find_if(capabilities.begin(), capabilities.end(),
                                   [&](const Capability& c) { return c.name == name; });
    // NET_RAW is of the default set: giving it back after `cap_drop: [ALL]` is how it should be.
    if (cap == capabilities.end() || (name == "NET_RAW" && drops_all(service))) {
      continue;
    }
    Issue issue;
    issue.severity = in_context(*cap, service, context);
    issue.message = "Service " + service.name + " adds the capability " + name + ", which lets it "
                    + std::string(cap->power) + ".";
    if (name == "ALL") {
      issue.message = "Service " + service.name
                      + " adds all capabilities, almost as much as `privileged: true`.";
    }
    issue.evidence = places(added, "cap_add: " + *added);
    issue.remedy = name == "NET_ADMIN"
                       ? "Keep NET_ADMIN in " + path_of(service)
                             + " only if it is a VPN, DHCP or firewall; else delete the entry."
                       : "Delete " + *added + " from `" + path_of(service)
                             + ".cap_add`; start from `cap_drop: [ALL]` and add back only what the "
                               "log then asks for.";
    issue.key = "cap_add[" + name + "]";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "adds no dangerous capability");
}

} // namespace

Rule CO102() {
  return {.id = "CO102",
          .name = "dangerous-capability",
          .title = "Dangerous capability added",
          .severity = Severity::critical,
          .items = {},
          .controls = {"CIS-Docker 5.4", "OWASP-Docker 3",
                       "KICS container_capabilities_unrestricted", "compose-lint CL-0011",
                       "compose-lint CL-0024"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
