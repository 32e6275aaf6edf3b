// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 8> dump_programs = {
    "pg_dump",   "pg_basebackup", "mysqldump",     "mariadb-dump",
    "mongodump", "wal-g",         "restic backup", "borg create"};

bool dumps(const model::Service& service) {
  std::string text;
  for (const auto* line : {&service.command, &service.entrypoint}) {
    if (*line) {
      text += " " + base::join((*line)->value.words, " ");
    }
  }
  return std::any_of(dump_programs.begin(), dump_programs.end(),
                     [&](std::string_view program) { return base::contains(text, program); });
}

bool backs_up(const model::Service& service, const Context& context) {
  const auto has_label = [](const std::vector<model::Variable>& labels) {
    return std::any_of(labels.begin(), labels.end(), [](const model::Variable& label) {
      return label.name.starts_with("docker-volume-backup.")
             || (label.name.starts_with("ofelia.job-") && label.value
                 && (base::contains(*label.value, "dump")
                     || base::contains(*label.value, "backup")));
    });
  };
  return any_of(service_images().backup, software_of(service, context)) || dumps(service)
         || has_label(service.labels);
}

/// Keeps data that a backup would be for: caches and brokers without a volume do not.
bool keeps_data(const model::Service& service, const DatastoreFamily& family) {
  const bool mounted =
      std::any_of(service.volumes.begin(), service.volumes.end(), [&](const auto& mount) {
        return mount->type != "tmpfs"
               && std::any_of(family.data.begin(), family.data.end(), [&](const std::string& path) {
                    return mount->target == path || mount->target.starts_with(path + "/");
                  });
      });
  const bool cache =
      family.family == "redis" || family.family == "memcached" || family.family == "queue";
  return mounted || !cache;
}

Verdict check(const model::Project&, const Context& context) {
  std::vector<std::string> names;
  std::vector<model::Evidence> evidence;
  for (const model::Service* service : active_services(context)) {
    if (backs_up(*service, context)) {
      return pass("backup service " + service->name, {at(service->name_span, service->name)});
    }
    const DatastoreFamily* family = datastore_of(*service, context);
    if (family != nullptr && keeps_data(*service, *family)) {
      names.push_back(service->name);
      evidence.push_back(at(service->name_span, service->name + " (" + family->title + ")"));
    }
  }
  if (names.empty()) {
    return not_applicable("no datastore that keeps data");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = "Nothing in the project backs up " + base::join(names, ", ")
                  + ": a broken disk or a wrong command is the end of the data.";
  issue.evidence = std::move(evidence);
  issue.evidence.push_back(
      model::NoteEvidence{"looked for backup images, dump commands and backup labels, found none"});
  issue.remedy =
      "Add a service that dumps on a schedule and keeps a copy elsewhere, for example "
      "prodrigestivill/postgres-backup-local for PostgreSQL or offen/docker-volume-backup "
      "for volumes, and restore one into a scratch database.";
  issue.key = "backup";
  return fail(std::move(issue));
}

} // namespace

Rule CO704() {
  return {.id = "CO704",
          .name = "no-backup",
          .title = "No backup of the data",
          .severity = Severity::medium,
          .items = {"C5"},
          .controls = {},
          .tags = {"compose", "operations"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
