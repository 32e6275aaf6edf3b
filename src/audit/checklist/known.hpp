// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checklist/decision.hpp"
#include "audit/evidence/detectors.hpp"
#include "audit/judge.hpp"
#include "rules/image_name.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::audit {

/// A service that keeps data.
struct Datastore {
  const model::Service* service = nullptr;
  std::string family;      ///< postgresql, redis, …
  std::string title;       ///< "PostgreSQL"
  bool cache_only = false; ///< holds nothing that is worth a backup
};

/// What the items are decided from: the subjects, what the rules said about them, and the sets of
/// services that several items ask for. Computed once in a run.
struct Known {
  Known(const rules::Context& rule_context, const Policy& the_policy,
        const Judgement& the_judgement, std::string the_report_id,
        const std::vector<rules::Entry>& catalogue);

  const rules::Context& context;
  const model::Subjects& subjects;
  const Policy& policy;
  const Judgement& judgement;
  std::string report_id;
  Detectors detectors;

  std::vector<const model::Service*> active;
  std::vector<const model::Service*> long_running;  ///< active, and no job that ends
  std::vector<Datastore> datastores;                ///< active
  std::vector<const model::Service*> http;          ///< published, and speaks HTTP
  std::map<std::string, rules::ImageName> software; ///< service → image whose software runs
  std::map<std::string, std::vector<std::string>, std::less<>> item_rules; ///< item → rule ids

  bool has_project() const { return subjects.project.has_value(); }
  bool files_only() const { return subjects.scope == model::Subjects::Scope::files; }
  /// Loading the compose files failed so badly that absence proves nothing.
  bool project_unreadable() const;
  /// The rules that count for an item by their own word.
  const std::vector<std::string>& rules_of(std::string_view item) const;
  /// Active services whose software is one of the images.
  std::vector<const model::Service*> running(const std::vector<std::string>& patterns) const;
};

/// A service of which nobody here knows what it speaks on a published port or on the host's
/// network, or nullptr.
const model::Service* unknown_protocol(const Known& known);
/// The published port of a service that speaks HTTP or may do so, or nullptr.
const model::Sourced<model::Port>* web_port(const Known& known, const model::Service& service);
/// Whether the configuration of the service's proxy could be read.
bool is_read(const Known& known, const std::string& service);
/// A published service whose proxy configuration is mounted from somewhere that is not here: it may
/// well end TLS, and limit requests. Its name, or "".
std::string unseen_proxy(const Known& known);
/// Whether everything that speaks HTTP is published on loopback addresses only.
bool only_loopback(const Known& known);

/// What the rules said that count for an item.
struct Outcomes {
  std::vector<const model::Finding*> open;       ///< without information
  std::set<std::string> rules;                   ///< that were applied
  std::set<std::string> passed, failed, unknown; ///< subjects
  bool any() const { return !rules.empty(); }
  bool worst_at_least(model::Severity severity) const;
};

/// The outcome of rules: an id, or the beginning of ids with `*`.
Outcomes outcomes_of(const Known& known, const std::vector<std::string_view>& rules);
/// The outcome of the rules that name the item themselves, with the further ids.
Outcomes outcomes_for(const Known& known, std::string_view item,
                      const std::vector<std::string_view>& more = {});

/// A ground from open findings: worst first, their places as evidence, the first remedy as next
/// step. `findings` must not be empty.
Ground ground_of(const std::vector<const model::Finding*>& findings);

/// "web, worker" or "web, worker and 3 more".
std::string names_of(const std::vector<const model::Service*>& services, std::size_t most = 3);
std::string listed(const std::vector<std::string>& names, std::size_t most = 3);
/// "1 service", "3 services".
std::string counted(std::size_t count, std::string_view noun);

/// Whether the service mounts this file of the project, or a folder above it.
bool mounts(const model::Service& service, std::string_view path);

/// The words of `entrypoint:` and `command:`, one line each.
std::string command_of(const model::Service& service);

/// Whether a value of the service below this dotted path is demanded by `${NAME:?}` and not there
/// in this run: it will be there when the service starts, or the service will not.
bool demanded(const Known& known, const model::Service& service, std::string_view path);

/// Says that there are no documents to look at (one image only) or that they were not read, when
/// that is so.
bool needs_tree(const Known& known, Grounds& grounds);
/// Says that the compose project could not be read, when that is so.
bool needs_project(const Known& known, Grounds& grounds);

/// The place of a service: its image, else its build, else its key.
model::Evidence place_of_service(const model::Service& service);
model::Evidence in_file(const model::FileName& file, int line = 0, std::string excerpt = {});

} // namespace secaudit::audit
