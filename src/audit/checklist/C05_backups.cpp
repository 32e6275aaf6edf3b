// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/checklist/kept_volumes.hpp"
#include "audit/evidence/search.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

/// A service that writes backups, and what is known of how.
struct Writer {
  const model::Service* service = nullptr;
  std::vector<std::string> purposes; ///< families, "volumes" or "*"; empty: by its own command
  bool scheduled = false;
  bool own_database = false; ///< its jobs are kept where nobody sees them
  bool retention = false;
  bool offsite = false;
  bool lost = false; ///< writes into the container's own file system, which goes with it
};

bool holds(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

Writer writer_of(const Known& known, const model::Service& service, const DetectorImage& image) {
  Writer writer;
  writer.service = &service;
  writer.purposes = image.purposes;
  const std::string command = command_of(service);
  writer.scheduled = !image.schedule_known || image.own_schedule
                     || variable_like(service, image.schedule) != nullptr
                     || base::contains(command, "cron");
  writer.scheduled = writer.scheduled && image.strength != "weak";
  writer.own_database = image.strength == "medium" && !image.schedule_known;
  writer.retention = image.own_retention || variable_like(service, image.retention) != nullptr;
  static const std::vector<std::string> remotes{
      "RESTIC_REPOSITORY", "AWS_S3_BUCKET*", "S3_BUCKET*", "B2_*", "RCLONE_*", "BORG_REPO"};
  writer.offsite = image.offsite || variable_like(service, image.offsite_variables) != nullptr
                   || variable_like(service, remotes) != nullptr
                   || demanded(known, service, "environment.RESTIC_REPOSITORY")
                   || demanded(known, service, "environment.AWS_S3_BUCKET");
  return writer;
}

/// Nothing is mounted that the dumps could be written to, and no word sends them away.
bool keeps_inside(const model::Service& service, std::string_view command) {
  constexpr std::string_view senders[] = {"s3://",  "rclone", "restic", "borg", "ssh",
                                          "scp",    "rsync",  "curl",   "aws",  "mc ",
                                          "gsutil", "az ",    "wget",   "ftp",  "docker "};
  const bool mounted =
      std::any_of(service.volumes.begin(), service.volumes.end(), [](const auto& mount) {
        return !mount.value.read_only && mount.value.type != "tmpfs";
      });
  return !mounted
         && std::none_of(std::begin(senders), std::end(senders),
                         [&](std::string_view word) { return base::contains(command, word); });
}

std::optional<Writer> by_command(const model::Service& service, const Patterns& dumps) {
  const std::string command = command_of(service);
  if (!dumps.matches(command)) {
    return std::nullopt;
  }
  Writer writer;
  writer.service = &service;
  writer.scheduled = base::contains(command, "cron")
                     || (base::contains(command, "sleep") && base::contains(command, "while"));
  writer.retention = base::contains(command, "-mtime") || base::contains(command, "forget");
  writer.offsite = base::contains(command, "s3://") || base::contains(command, "rclone");
  writer.lost = keeps_inside(service, command);
  return writer;
}

std::vector<Writer> writers(const Known& known) {
  const auto images = known.detectors.images("backup/images");
  const Patterns dumps(known.detectors.strings("backup/commands/dump"));
  std::vector<Writer> out;
  for (const model::Service* service : known.active) {
    const auto found = std::find_if(images.begin(), images.end(), [&](const DetectorImage& image) {
      return rules::image_is(known.software.at(service->name), image.image);
    });
    if (found != images.end()) {
      out.push_back(writer_of(known, *service, *found));
    } else if (auto own = by_command(*service, dumps)) {
      out.push_back(*own);
    }
  }
  return out;
}

bool share_network(const model::Service& a, const model::Service& b) {
  return std::any_of(a.networks.begin(), a.networks.end(), [&](const auto& network) {
    return std::any_of(b.networks.begin(), b.networks.end(),
                       [&](const auto& other) { return other.value == network.value; });
  });
}

bool names_service(const model::Service& writer, const model::Service& target) {
  const auto says = [&](std::string_view text) {
    return base::contains(text, target.name)
           || (target.container_name && base::contains(text, target.container_name->value));
  };
  return says(command_of(writer))
         || std::any_of(writer.environment.begin(), writer.environment.end(),
                        [&](const auto& v) { return v.value && says(*v.value); });
}

bool mounts_data_of(const model::Service& writer, const model::Service& target) {
  return std::any_of(writer.volumes.begin(), writer.volumes.end(), [&](const auto& mount) {
    return !mount.value.source.empty()
           && std::any_of(target.volumes.begin(), target.volumes.end(), [&](const auto& data) {
                return data.value.source == mount.value.source;
              });
  });
}

bool covers(const Writer& writer, const Datastore& store) {
  if (writer.lost) {
    return false;
  }
  if (mounts_data_of(*writer.service, *store.service)
      && (writer.purposes.empty() || holds(writer.purposes, "volumes"))) {
    return true;
  }
  const bool fits = writer.purposes.empty() || holds(writer.purposes, "*")
                    || holds(writer.purposes, store.family);
  return fits && names_service(*writer.service, *store.service)
         && share_network(*writer.service, *store.service);
}

/// A further service that carries the finished backups away: it mounts what the writer writes.
bool carried_away(const Writer& writer, const std::vector<Writer>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Writer& other) {
    return other.service != writer.service && other.offsite && other.scheduled
           && mounts_data_of(*other.service, *writer.service);
  });
}

bool needs_backup(const Datastore& store) {
  static constexpr std::string_view transient[] = {"memcached", "queue", "mqtt", "etcd",
                                                   "zookeeper"};
  return !store.cache_only
         && std::find(std::begin(transient), std::end(transient), store.family)
                == std::end(transient);
}

struct Result {
  std::vector<std::string> uncovered;
  const model::Service* first_uncovered = nullptr;
  std::vector<std::string> flaws;
  bool unseen_jobs = false;
  std::vector<model::Evidence> evidence;
};

void judge(const Datastore& store, const std::vector<Writer>& all, Result& out) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Writer& writer) {
    return covers(writer, store) && writer.scheduled;
  });
  if (found == all.end()) {
    const bool unseen = std::any_of(all.begin(), all.end(),
                                    [](const Writer& writer) { return writer.own_database; });
    out.unseen_jobs = out.unseen_jobs || unseen;
    out.uncovered.push_back(store.service->name);
    if (out.first_uncovered == nullptr) {
      out.first_uncovered = store.service;
    }
    return;
  }
  out.evidence.push_back(place_of_service(*found->service));
  if (found->own_database) {
    out.unseen_jobs = true;
  }
  if (!found->offsite && !carried_away(*found, all)) {
    out.flaws.emplace_back("same host only");
  }
  if (!found->retention && !found->offsite) {
    out.flaws.emplace_back("no retention");
  }
}

/// Files of services that are no datastores, which no service that backs up volumes mounts.
std::vector<KeptVolume> uncovered_volumes(std::vector<KeptVolume> kept_by_services,
                                          const std::vector<Writer>& all) {
  std::erase_if(kept_by_services, [&](const KeptVolume& kept) {
    return std::any_of(all.begin(), all.end(), [&](const Writer& writer) {
      const auto& mounts = writer.service->volumes;
      return writer.scheduled && std::any_of(mounts.begin(), mounts.end(), [&](const auto& mount) {
               return mount.value.source == kept.source;
             });
    });
  });
  return kept_by_services;
}

/// A service that calls itself a backup, by an image or command that nobody knows, or nullptr.
const model::Service* named_backup(const Known& known) {
  for (const model::Service* service : known.active) {
    const auto words = rules::words_of(service->name + " " + command_of(*service));
    if (std::find(words.begin(), words.end(), "backup") != words.end()
        || std::find(words.begin(), words.end(), "backups") != words.end()) {
      return service;
    }
  }
  return nullptr;
}

void hints(const Known& known, Grounds& grounds) {
  if (const model::Service* service = named_backup(known)) {
    grounds.weak = Ground{service->name + " calls itself a backup",
                          "Service " + service->name
                              + " calls itself a backup; what it writes, where to and how often is "
                                "not in these files.",
                          {place_of_service(*service)},
                          "docker secaudit attest C5 --by NAME --evidence LINK"};
    return;
  }
  if (!known.subjects.tree) {
    return;
  }
  const Patterns dumps(known.detectors.strings("backup/commands/dump"));
  const auto files = known.detectors.strings("backup/files");
  auto found = in_documents(*known.subjects.tree, dumps, [&](std::string_view path) {
    return is_pipeline(path) || like(path, files);
  });
  if (!found.empty()) {
    grounds.weak = Ground{
        "a script that may be scheduled elsewhere",
        "A backup command exists, but nothing in the project starts it.", found,
        "docker secaudit attest C5 --by NAME --evidence LINK, or start it from the compose file"};
  }
}

/// A project without a database server whose services keep files or an embedded database.
Grounds of_volumes(const Known& known, const std::vector<KeptVolume>& kept,
                   const std::vector<KeptVolume>& bare, Grounds grounds) {
  std::vector<model::Evidence> places;
  for (const KeptVolume& each : bare.empty() ? kept : bare) {
    places.push_back(rules::at(each.span, each.shown));
    grounds.subjects.push_back(each.service->name);
  }
  if (bare.empty()) {
    grounds.partial = Ground{"volumes backed up while in use", "", std::move(places),
                             "stop the service while its volume is copied, or dump its database, "
                             "and keep a copy elsewhere"};
    return grounds;
  }
  const KeptVolume& first = bare.front();
  const std::string more = bare.size() > 1 ? " +" + std::to_string(bare.size() - 1) : "";
  hints(known, grounds);
  grounds.absent = {"a backup service that mounts " + first.source};
  grounds.missing = Ground{"no backup of " + first.service->name + "'s volume" + more,
                           "Service " + first.service->name + " keeps data in " + first.shown
                               + ", and nothing in the project writes backups of it.",
                           std::move(places),
                           "add a service that backs volumes up on a schedule, such as "
                           "offen/docker-volume-backup, and mount "
                               + first.source + " there"};
  return grounds;
}

/// With what the data of this kind of server are copied.
std::string dump_tool(const model::Service& service, const Known& known) {
  const rules::DatastoreFamily* family = rules::datastore_of(service, known.context);
  const std::string name = family == nullptr ? "" : family->family;
  if (name == "postgresql") {
    return "such as prodrigestivill/postgres-backup-local";
  }
  if (name == "mysql" || name == "mariadb") {
    return name == "mysql" ? "such as databack/mysql-backup"
                           : "by mariadb-dump --single-transaction";
  }
  if (name == "mongodb") {
    return "by mongodump --archive --gzip";
  }
  if (name == "redis") {
    return "by redis-cli --rdb";
  }
  if (name == "elasticsearch") {
    return "by snapshots into a registered repository";
  }
  return "with its own dump command";
}

} // namespace

Grounds C5(const Known& known) {
  Grounds grounds;
  std::vector<const Datastore*> stores;
  for (const Datastore& store : known.datastores) {
    if (needs_backup(store)) {
      stores.push_back(&store);
      grounds.subjects.push_back(store.service->name);
    }
  }
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  const auto all = writers(known);
  const auto kept = kept_volumes(known);
  const auto bare = uncovered_volumes(kept, all);
  if (stores.empty() && kept.empty()) {
    grounds.inapplicable = Ground{"no service keeps data",
                                  "No active service is a datastore or has a volume with data "
                                  "that have to survive.",
                                  {},
                                  ""};
    return grounds;
  }
  if (stores.empty()) {
    return of_volumes(known, kept, bare, std::move(grounds));
  }
  Result result;
  for (const Datastore* store : stores) {
    judge(*store, all, result);
  }
  if (!bare.empty()) {
    result.flaws.push_back(bare.front().service->name + "'s volume not covered");
    result.evidence.push_back(rules::at(bare.front().span, bare.front().shown));
  }
  std::sort(result.flaws.begin(), result.flaws.end());
  result.flaws.erase(std::unique(result.flaws.begin(), result.flaws.end()), result.flaws.end());
  if (result.uncovered.empty() && result.flaws.empty() && !result.unseen_jobs) {
    grounds.strong = Ground{counted(stores.size(), "datastore") + " backed up, off this host",
                            "Every datastore is dumped on a schedule and the dumps leave the host.",
                            result.evidence, ""};
  } else if (result.uncovered.empty() && !result.flaws.empty()) {
    grounds.partial =
        Ground{"scheduled, " + base::join(result.flaws, ", "), "", result.evidence,
               "copy the dumps to another place, encrypted, and end the life of old ones"};
  } else if (!result.uncovered.empty() && result.uncovered.size() < stores.size()) {
    grounds.partial = Ground{"not covered: " + listed(result.uncovered, 2),
                             "",
                             {place_of_service(*result.first_uncovered)},
                             "back up " + result.uncovered.front() + " as well"};
  } else if (result.unseen_jobs) {
    grounds.weak = Ground{"jobs are kept in the backup tool's own database", "", result.evidence,
                          "docker secaudit attest C5 --by NAME --evidence LINK"};
  } else {
    grounds.absent = {"a backup image that names " + listed(result.uncovered, 3),
                      "a dump command on a schedule"};
    hints(known, grounds);
    grounds.missing =
        Ground{"no backup of " + listed(result.uncovered, 2),
               "Nothing in the project writes backups of " + listed(result.uncovered, 5) + ".",
               {place_of_service(*result.first_uncovered)},
               "add a service that dumps " + result.uncovered.front() + " every day, "
                   + dump_tool(*result.first_uncovered, known)};
  }
  const auto lost = std::find_if(all.begin(), all.end(), [](const Writer& w) { return w.lost; });
  if (lost != all.end() && grounds.missing.evidence.size() == 1) {
    grounds.weak.reset();
    grounds.missing.summary = "dumps stay inside " + lost->service->name;
    grounds.missing.reason = "Service " + lost->service->name
                             + " dumps into its container's own file system, which is gone with "
                               "the container.";
    grounds.missing.evidence = {place_of_service(*lost->service)};
    grounds.missing.next_step =
        "mount a volume for the dumps of " + lost->service->name + ", and copy them elsewhere";
  }
  return grounds;
}

} // namespace secaudit::audit
