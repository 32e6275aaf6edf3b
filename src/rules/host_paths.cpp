// SPDX-License-Identifier: Apache-2.0
#include "rules/host_paths.hpp"

#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 11> system_trees = {"/etc",
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
/// What in /etc decides who may do what; other entries are settings of one program.
constexpr std::array<std::string_view, 24> system_settings{
    "cron",    "sudo",        "ssh",    "systemd", "pam",     "ld.so",      "init",    "profile",
    "docker",  "passwd",      "shadow", "group",   "gshadow", "kubernetes", "rc",      "security",
    "default", "environment", "hosts",  "fstab",   "apt",     "ssl",        "modules", "bash"};
constexpr std::array<std::string_view, 4> important_folders = {"/home", "/var", "/var/lib",
                                                               "/var/log"};
constexpr std::array<std::string_view, 3> whole_folders = {"/opt", "/srv", "/mnt"};

// What a shell, a remote login or a client of an engine reads in a home folder without being asked.
constexpr std::array<std::string_view, 11> acting_in_home = {
    ".ssh",      ".bashrc", ".bash_profile", ".bash_login", ".profile", ".zshrc",
    ".zprofile", ".zshenv", ".bash_aliases", ".docker",     ".kube"};

/// The part of the path below root's home, "" for all of it; nothing elsewhere.
std::optional<std::string_view> below_roots_home(std::string_view path) {
  if (!is_or_below(path, "/root")) {
    return std::nullopt;
  }
  path.remove_prefix(std::min(path.size(), std::string_view("/root/").size()));
  return path;
}

template <std::size_t N>
bool has(const std::array<std::string_view, N>& list, std::string_view path) {
  return std::find(list.begin(), list.end(), path) != list.end();
}

} // namespace

std::optional<Severity> sensitive_host_path(std::string_view path) {
  // Terminals, graphics and the like are judged as devices.
  if (path.starts_with("/dev/") && !is_or_below(path, "/dev/mem")) {
    return std::nullopt;
  }
  // Root's home is like any other: a folder of an application there is that application's own.
  if (const auto inside = below_roots_home(path)) {
    return inside->empty() || has(acting_in_home, inside->substr(0, inside->find('/')))
               ? std::optional(Severity::critical)
               : std::nullopt;
  }
  // Folders that one program has for itself below /etc, such as /etc/pihole.
  const std::string_view below_etc = path.starts_with("/etc/") ? path.substr(5) : "";
  if (!below_etc.empty()
      && std::none_of(system_settings.begin(), system_settings.end(),
                      [&](std::string_view name) { return below_etc.starts_with(name); })) {
    return Severity::medium;
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

} // namespace secaudit::rules
