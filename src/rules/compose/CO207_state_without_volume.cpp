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

struct Stateful {
  std::string_view image;
  std::string_view path;
};
constexpr std::array<Stateful, 18> stateful{{{"grafana/grafana", "/var/lib/grafana"},
                                             {"prom/prometheus", "/prometheus"},
                                             {"nextcloud", "/var/www/html"},
                                             {"gitea/gitea", "/data"},
                                             {"vaultwarden/server", "/data"},
                                             {"louislam/uptime-kuma", "/app/data"},
                                             {"n8nio/n8n", "/home/node/.n8n"},
                                             {"wordpress", "/var/www/html"},
                                             {"ghost", "/var/lib/ghost/content"},
                                             {"jenkins/jenkins", "/var/jenkins_home"},
                                             {"sonatype/nexus3", "/nexus-data"},
                                             {"registry", "/var/lib/registry"},
                                             {"portainer/portainer-ce", "/data"},
                                             {"gitlab/gitlab-ce", "/var/opt/gitlab"},
                                             {"gitlab/gitlab-ee", "/var/opt/gitlab"},
                                             {"mailserver/docker-mailserver", "/var/mail"},
                                             {"filebrowser/filebrowser", "/database"},
                                             {"eclipse-mosquitto", "/mosquitto/data"}}};

struct Known {
  std::vector<std::string> paths;
  std::string title;
  bool store = false;
  bool cache = false;
};

bool keeps_on_disk(const model::Service& service) {
  const std::vector<std::string> words = start_words(service);
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return base::contains(word, "appendonly") || base::contains(word, "redis.conf")
           || base::contains(word, "valkey.conf") || word == "--save";
  });
}

std::optional<Known> known_state(const model::Service& service, const Context& context) {
  const ImageName image = software_of(service, context);
  for (const Stateful& entry : stateful) {
    if (image_is(image, entry.image)) {
      return Known{{std::string(entry.path)}, image.repository(), false, false};
    }
  }
  const DatastoreFamily* family = datastore_of(service, context);
  // Of the message queues only RabbitMQ's folder is known.
  const bool known_paths = family != nullptr && !family->data.empty() && family->family != "etcd"
                           && (family->family != "queue" || image_is(image, "rabbitmq"));
  // A datastore that was known by the mount on its data path has one.
  if (!known_paths || !any_of(family->images, image)) {
    return std::nullopt;
  }
  return Known{family->data, family->title, family->family != "queue",
               family->family == "redis" && !keeps_on_disk(service)};
}

bool is_client(const model::Service& service) {
  static constexpr std::array<std::string_view, 13> words{
      "pg_dump", "pg_dumpall", "psql",      "mysqldump", "mysql", "mongosh",   "mongo",
      "sh",      "bash",       "mongodump", "redis-cli", "rs",    "pg_isready"};
  if (service.entrypoint) {
    return true;
  }
  if (!service.command || (**service.command).words.empty()) {
    return false;
  }
  const std::string& first = (**service.command).words.front();
  const std::string name = first.substr(first.rfind('/') + 1);
  return std::find(words.begin(), words.end(), name) != words.end();
}

bool lasting(const model::Mount& mount) {
  return mount.type != "tmpfs" && !mount.source.empty();
}

bool named_by_setting(const model::Service& service, const std::string& target) {
  const std::vector<std::string> words = start_words(service);
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return base::contains(word, target); })
         || std::any_of(service.environment.begin(), service.environment.end(),
                        [&](const model::Variable& variable) {
                          return variable.value && base::contains(*variable.value, target);
                        });
}

bool holds(const model::Service& service, const std::string& path) {
  return std::any_of(service.volumes.begin(), service.volumes.end(), [&](const auto& mount) {
    const std::string target = base::clean_path(mount->target);
    return lasting(*mount)
           && (is_or_below(path, target) || is_or_below(target, path)
               || (target != "/" && named_by_setting(service, target)));
  });
}

/// The mount that is there and does not last: anonymous or in memory.
const model::Sourced<model::Mount>* fleeting(const model::Service& service,
                                             const std::vector<std::string>& paths) {
  for (const auto& mount : service.volumes) {
    const std::string target = base::clean_path(mount->target);
    if (!lasting(*mount) && std::find(paths.begin(), paths.end(), target) != paths.end()) {
      return &mount;
    }
  }
  return nullptr;
}

Verdict check(const model::Service& service, const Context& context) {
  const auto state = known_state(service, context);
  if (!state || one_shot(service, context) || is_client(service)) {
    return not_applicable("keeps no state that we know");
  }
  for (const std::string& path : state->paths) {
    if (holds(service, path)) {
      return pass(path + " is kept");
    }
  }
  const auto* mount = fleeting(service, state->paths);
  const bool memory = mount != nullptr && (*mount)->type == "tmpfs";
  const std::string path = mount == nullptr ? state->paths.back() : (*mount)->target;
  Issue issue;
  issue.severity = state->cache ? Severity::low : state->store ? Severity::high : Severity::medium;
  issue.message = "The data of " + service.name + " (" + state->title + ", " + path + ") lies in "
                  + (memory ? "memory: it is gone with the container."
                            : "an anonymous volume: the next `docker compose down` or a renamed "
                              "project leaves it behind, and nobody backs it up.");
  issue.evidence =
      mount == nullptr ? absent(service, "volume for " + path) : places(*mount, "→ " + path);
  issue.remedy = state->cache
                     ? "Nothing to do if it is a cache only; else add `volumes: [" + service.name
                           + "-data:" + path + "]` to " + path_of(service) + "."
                     : "Add `volumes: [" + service.name + "-data:" + path + "]` to "
                           + path_of(service) + " and `" + service.name
                           + "-data:` under the top-level `volumes`; copy the data that "
                             "exists first (`docker cp`).";
  issue.key = "volumes[" + path + "].state";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO207() {
  return {.id = "CO207",
          .name = "state-without-volume",
          .title = "State is kept in no named volume",
          .severity = Severity::high,
          .items = {},
          .controls = {},
          .tags = {"compose", "mounts", "availability"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
