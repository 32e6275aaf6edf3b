// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <map>

namespace secaudit::rules {
namespace {

struct Writer {
  const model::Service* service;
  const model::Sourced<model::Mount>* mount;
};

bool same_software(const Writer& a, const Writer& b) {
  return a.service->image && b.service->image && a.service->image->value == b.service->image->value;
}

Verdict check(const model::Project&, const Context& context) {
  std::map<std::string, std::vector<Writer>> writers;
  for (const model::Service* service : active_services(context)) {
    for (const auto& mount : service->volumes) {
      const bool shared =
          mount->type == "volume" || (mount->type == "bind" && !is_engine_socket(mount->source));
      if (shared && !mount->source.empty() && !mount->read_only) {
        writers[mount->type == "bind" ? mount->source_written : mount->source].push_back(
            {service, &mount});
      }
    }
  }
  std::vector<Issue> issues;
  for (const auto& [volume, list] : writers) {
    if (list.size() < 2 || list.front().service == list.back().service) {
      continue;
    }
    const bool stores = datastore_of(*list.front().service, context) != nullptr
                        && datastore_of(*list.back().service, context) != nullptr;
    Issue issue;
    issue.severity = stores                                     ? Severity::medium
                     : same_software(list.front(), list.back()) ? Severity::info
                                                                : Severity::low;
    std::vector<std::string> names;
    for (const Writer& writer : list) {
      names.push_back(writer.service->name);
      issue.evidence.push_back(at(writer.mount->span, volume + " → " + (**writer.mount).target));
    }
    issue.message = volume + " is writable in " + base::join(names, ", ")
                    + ": one that is taken over changes what the others read.";
    issue.remedy = "Add `:ro` to the mounts of the services that only read " + volume + ".";
    issue.key = "volume[" + volume + "]";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "every volume has one writer");
}

} // namespace

Rule CO209() {
  return {.id = "CO209",
          .name = "volume-written-by-several",
          .title = "Volume writable in several services",
          .severity = Severity::low,
          .items = {},
          .controls = {"KICS shared_volumes_between_containers"},
          .tags = {"compose", "mounts"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
