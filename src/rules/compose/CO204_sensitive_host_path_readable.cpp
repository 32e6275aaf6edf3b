// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 12> harmless = {
    "/etc/localtime",   "/etc/timezone",   "/etc/ssl/certs",  "/usr/share/zoneinfo",
    "/etc/resolv.conf", "/etc/hosts",      "/etc/hostname",   "/etc/passwd",
    "/etc/group",       "/etc/os-release", "/etc/machine-id", "/etc/letsencrypt"};
constexpr std::array<std::string_view, 9> revealing = {
    "/etc",  "/root", "/boot",       "/var/lib/docker", "/var/lib/kubelet",
    "/home", "/var",  "/etc/shadow", "/etc/ssh"};

template <std::size_t N>
bool below_any(std::string_view path, const std::array<std::string_view, N>& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](std::string_view folder) { return is_or_below(path, folder); });
}

std::optional<Severity> severity_of(const std::string& path, const model::Service& service,
                                    const Context& context) {
  const bool agent = any_of(service_images().monitoring, software_of(service, context));
  if (path == "/proc" || path == "/sys" || (path == "/" && agent)) {
    return Severity::low;
  }
  if (below_any(path, harmless) || path.starts_with("/var/lib/docker/containers")) {
    return std::nullopt;
  }
  const bool whole = path == "/" || path == "/home" || path == "/var";
  const bool inside = !path.starts_with("/home/") && below_any(path, revealing)
                      && (!path.starts_with("/var/") || path.starts_with("/var/lib/docker")
                          || path.starts_with("/var/lib/kubelet"));
  return whole || inside ? std::optional(Severity::medium) : std::nullopt;
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  for (const auto& mount : service.volumes) {
    if (mount->type != "bind" || !mount->read_only) {
      continue;
    }
    const std::string path = base::clean_path(mount->source);
    const auto severity = severity_of(path, service, context);
    if (!severity) {
      continue;
    }
    Issue issue;
    issue.severity = *severity;
    issue.message = "Service " + service.name + " can read " + path
                    + " of the host, with keys, password hashes or settings in it.";
    issue.evidence = places(mount, path + " → " + mount->target + " (read-only)");
    issue.remedy =
        "Mount the single files that " + service.name + " needs instead of " + path + ".";
    issue.key = "volumes[" + mount->target + "]";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "reads no sensitive folder");
}

} // namespace

Rule CO204() {
  return {.id = "CO204",
          .name = "sensitive-host-path-readable",
          .title = "System folder of the host is readable",
          .severity = Severity::medium,
          .items = {},
          .controls = {"CIS-Docker 5.6", "KICS volume_has_sensitive_host_directory",
                       "compose-lint CL-0013"},
          .tags = {"compose", "mounts"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
