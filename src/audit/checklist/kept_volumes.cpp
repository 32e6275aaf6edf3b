// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/kept_volumes.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace secaudit::audit {
namespace {

/// Words of a volume's name or target that say it can be made again.
bool is_replaceable(std::string_view text) {
  constexpr std::array<std::string_view, 38> words = {
      "cache",  "caches", "tmp",     "temp",    "run",     "log",      "logs",   "modules",
      "static", "assets", "cert",    "certs",   "ssl",     "tls",      "acme",   "letsencrypt",
      "sock",   "socket", "venv",    "vendor",  "dist",    "build",    "target", "packages",
      "public", "backup", "backups", "dump",    "dumps",   "proc",     "sys",    "localtime",
      "bin",    "bundle", "models",  "metrics", "certbot", "challenge"};
  const auto parts = rules::words_of(text);
  return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
    return std::find(words.begin(), words.end(), part) != words.end();
  });
}

/// Folders of the host hold configuration as often as data: only usual places of data count.
bool is_place_of_data(std::string_view target) {
  constexpr std::array<std::string_view, 7> names = {"data",  "storage", "uploads",     "media",
                                                     "files", "library", "repositories"};
  const std::string_view name = target.substr(target.rfind('/') + 1);
  return target.starts_with("/var/lib/")
         || std::find(names.begin(), names.end(), base::to_lower(name)) != names.end();
}

/// A folder that the service keeps on the host outside of the project: nothing that is rebuilt from
/// the project's files. Folders of the host's own system are none.
bool is_own_folder(const model::Mount& mount, const std::string& project) {
  constexpr std::array<std::string_view, 14> system = {
      "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64",   "/proc",
      "/run", "/sbin", "/sys", "/tmp", "/usr", "/var/log", "/var/run"};
  const std::string path = base::clean_path(mount.source);
  const std::string name = path.substr(path.rfind('/') + 1);
  const bool inside = path == project || path.starts_with(project + "/");
  if (inside || path == "/" || name.find('.', 1) != std::string::npos || is_replaceable(name)) {
    return false;
  }
  const bool of_system = std::any_of(system.begin(), system.end(), [&](std::string_view folder) {
    return path == folder || path.starts_with(std::string(folder) + "/");
  });
  return !of_system;
}

/// What a program keeps in place, in a folder of its own below /etc: `/etc/pihole:/etc/pihole`.
bool is_state_in_etc(const model::Mount& mount) {
  constexpr std::array<std::string_view, 15> system = {
      "localtime", "timezone", "hosts", "hostname", "passwd", "group", "shadow", "machine-id",
      "ssl",       "pki",      "ssh",   "docker",   "cron.d", "nginx", "apache2"};
  const std::string path = base::clean_path(mount.source);
  const std::string name = path.substr(path.rfind('/') + 1);
  return path.starts_with("/etc/") && path == base::clean_path(mount.target)
         && name.find('.') == std::string::npos
         && std::find(system.begin(), system.end(), name) == system.end();
}

bool keeps(const model::Mount& mount, const std::string& project) {
  if (mount.read_only || mount.source.empty() || is_replaceable(mount.target)) {
    return false;
  }
  if (mount.target.starts_with("/etc/")) {
    return mount.type == "bind" && is_state_in_etc(mount);
  }
  if (mount.type == "volume") {
    return !is_replaceable(mount.source);
  }
  return mount.type == "bind" && (is_place_of_data(mount.target) || is_own_folder(mount, project))
         && !rules::is_engine_socket(mount.source) && !mount.target.starts_with("/var/lib/docker")
         && !mount.source.starts_with("/var/lib/docker");
}

/// The services that watch, collect or back up: what they keep is theirs, not the project's. Not
/// those whose settings and accounts live in a database of their own.
std::set<const model::Service*> tools_of(const Known& known) {
  std::vector<std::string> images;
  for (const char* list : {"monitoring/metrics_images", "monitoring/uptime",
                           "monitoring/alerting_images", "monitoring/exporters"}) {
    for (std::string& image : known.detectors.strings(list)) {
      images.push_back(std::move(image));
    }
  }
  for (const char* list : {"backup/images", "logging/images"}) {
    for (const DetectorImage& image : known.detectors.images(list)) {
      images.push_back(image.image);
    }
  }
  const auto tools = known.running(images);
  std::set<const model::Service*> out(tools.begin(), tools.end());
  for (const model::Service* service : known.running(
           {"grafana/grafana", "grafana/grafana-oss", "grafana/grafana-enterprise",
            "louislam/uptime-kuma", "healthchecks/healthchecks", "linuxserver/healthchecks"})) {
    out.erase(service);
  }
  return out;
}

/// A proxy that keeps nothing; Nginx Proxy Manager has a database of its own.
bool is_plain_proxy(const Known& known, const model::Service& service) {
  const auto kind = rules::proxy_kind(service, known.context);
  return !kind.empty() && kind != "npm";
}

} // namespace

std::vector<KeptVolume> kept_volumes(const Known& known) {
  std::vector<KeptVolume> out;
  std::set<const model::Service*> others = tools_of(known);
  for (const Datastore& store : known.datastores) {
    others.insert(store.service);
  }
  std::set<std::string_view> seen;
  for (const model::Service* service : known.long_running) {
    if (others.count(service) != 0 || is_plain_proxy(known, *service)) {
      continue;
    }
    for (const auto& mount : service->volumes) {
      if (keeps(mount.value, known.subjects.project->directory)
          && seen.insert(mount->source).second) {
        const std::string name = mount->type == "volume" ? mount->source : mount->source_written;
        out.push_back({service, mount->source, name + " at " + mount->target, mount.span});
      }
    }
  }
  return out;
}

} // namespace secaudit::audit
