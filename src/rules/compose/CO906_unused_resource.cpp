// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include <set>

namespace secaudit::rules {
namespace {

struct Uses {
  std::set<std::string> networks, volumes, secrets, configs;
};

Uses uses_of(const model::Project& project) {
  Uses uses;
  // Services of inactive profiles count: what they use is used.
  for (const model::Service& service : project.services) {
    for (const auto& network : service.networks) {
      uses.networks.insert(*network);
    }
    for (const auto& mount : service.volumes) {
      uses.volumes.insert(mount->source);
    }
    for (const model::FileReference& secret : service.secrets) {
      uses.secrets.insert(secret.source);
    }
    for (const model::FileReference& config : service.configs) {
      uses.configs.insert(config.source);
    }
    if (service.build) {
      for (const auto& secret : service.build->secrets) {
        uses.secrets.insert(*secret);
      }
      if (service.build->network) {
        uses.networks.insert(service.build->network->value);
      }
    }
  }
  return uses;
}

template <typename List>
void judge(const List& list, const std::set<std::string>& used, const std::string& kind,
           std::vector<Issue>& issues) {
  for (const auto& entry : list) {
    if (used.contains(entry.name) || !entry.span.known() || entry.name == "default") {
      continue;
    }
    issues.push_back({Severity::low,
                      "The " + kind + " " + entry.name + " is declared, but no service uses it.",
                      {at(entry.span, entry.name)},
                      "Delete `" + kind + "s." + entry.name
                          + "`, or name it in the service that was meant to have it.",
                      kind + "s." + entry.name});
  }
}

Verdict check(const model::Project& project, const Context&) {
  const Uses uses = uses_of(project);
  std::vector<Issue> issues;
  judge(project.networks, uses.networks, "network", issues);
  judge(project.volumes, uses.volumes, "volume", issues);
  judge(project.secrets, uses.secrets, "secret", issues);
  judge(project.configs, uses.configs, "config", issues);
  return from_issues(std::move(issues), "everything declared is used");
}

} // namespace

Rule CO906() {
  return {.id = "CO906",
          .name = "unused-resource",
          .title = "Declared and not used",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "correctness"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
