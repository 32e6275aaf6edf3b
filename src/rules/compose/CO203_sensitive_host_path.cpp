// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 12> system_trees = {"/etc",
                                                           "/root",
                                                           "/boot",
                                                           "/proc",
                                                           "/sys",
                                                           "/usr",
                                                           "/lib",
                                                           "/bin",
                                                           "/sbin",
                                                           "/var/lib/docker",
                                                           "/var/lib/kubelet",
                                                           "/dev"};
constexpr std::array<std::string_view, 4> important_folders = {"/home", "/var", "/var/lib",
                                                               "/var/log"};
constexpr std::array<std::string_view, 3> whole_folders = {"/opt", "/srv", "/mnt"};

bool is_or_below(std::string_view path, std::string_view folder) {
  return path == folder
         || (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

template <std::size_t N>
bool has(const std::array<std::string_view, N>& list, std::string_view path) {
  return std::find(list.begin(), list.end(), path) != list.end();
}

std::optional<Severity> severity_of(std::string_view path) {
  // Terminals, graphics and the like are judged as devices.
  if (path.starts_with("/dev/") && !is_or_below(path, "/dev/mem")) {
    return std::nullopt;
  }
  const bool tree = std::any_of(system_trees.begin(), system_trees.end(),
                                [&](std::string_view folder) { return is_or_below(path, folder); });
  if (path == "/" || tree) {
    return Severity::critical;
  }
  if (has(important_folders, path)) {
    return Severity::high;
  }
  return has(whole_folders, path) ? std::optional(Severity::medium) : std::nullopt;
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const auto& mount : service.volumes) {
    const bool disguised = !mount->driver_device.empty();
    if (mount->read_only || (mount->type != "bind" && !disguised)) {
      continue;
    }
    const std::string path = base::clean_path(disguised ? mount->driver_device : mount->source);
    const auto severity = severity_of(path);
    if (!severity) {
      continue;
    }
    Issue issue;
    issue.severity = *severity;
    issue.message = "Service " + service.name + " can write to " + path + " of the host"
                    + (*severity == Severity::critical
                           ? ": changing one file there is enough to take the host over."
                           : ", which holds much more than this service's files.");
    if (!mount->mode.empty()) {
      issue.message +=
          " (Options: " + mount->mode + "; only a lower-case `ro` makes it read-only.)";
    }
    issue.evidence = places(mount, path + " → " + mount->target);
    issue.remedy = "Mount only the folder that " + service.name
                   + " needs, or a named volume, and add `:ro` in `" + path_of(service)
                   + ".volumes` if it only reads.";
    issue.key = "volumes[" + mount->target + "]";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "no writable system folder");
}

} // namespace

Rule CO203() {
  return {.id = "CO203",
          .name = "sensitive-host-path",
          .title = "System folder of the host is writable",
          .severity = Severity::critical,
          .items = {},
          .controls = {"CIS-Docker 5.6", "KICS volume_has_sensitive_host_directory",
                       "compose-lint CL-0025"},
          .tags = {"compose", "mounts"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
