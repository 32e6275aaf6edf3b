// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  std::vector<std::string> keys;
  std::vector<model::Evidence> evidence;
  for (const char* key :
       {"placement", "update_config", "rollback_config", "endpoint_mode", "mode"}) {
    const model::Node* value = key_of(service, std::string("deploy.") + key);
    const bool counts = value != nullptr && value->via != model::Via::defaulted
                        && !(std::string_view(key) == "mode" && value->text == "replicated");
    if (counts) {
      keys.push_back(std::string("deploy.") + key);
      evidence.push_back(at(value->span, keys.back()));
    }
  }
  if (keys.empty()) {
    return pass("no key for Swarm");
  }
  Issue issue;
  issue.severity = Severity::info;
  issue.message = "`docker compose up` does not read " + few(keys) + " of service " + service.name
                  + "; only `docker stack deploy` does.";
  issue.evidence = std::move(evidence);
  issue.remedy =
      "Nothing to do when a Swarm runs this; else delete the keys from " + path_of(service) + ".";
  issue.key = "deploy";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO614() {
  return {.id = "CO614",
          .name = "swarm-only-key",
          .title = "Key that only Swarm reads",
          .severity = Severity::info,
          .items = {},
          .controls = {},
          .tags = {"compose", "availability", "correctness"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
