// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.container_name) {
    return pass("named by Compose");
  }
  int copies = 1;
  const model::Node* source = nullptr;
  for (const char* key : {"scale", "deploy.replicas"}) {
    const model::Node* node = key_of(service, key);
    const auto number = node == nullptr ? std::nullopt : leading_number(node->text);
    if (number && *number > copies) {
      copies = *number;
      source = node;
    }
  }
  Issue issue;
  issue.severity = source != nullptr ? Severity::medium : Severity::info;
  issue.message =
      "Service " + service.name + " has the fixed container name " + service.container_name->value
      + (source != nullptr ? " and " + std::to_string(copies) + " copies: the second cannot start."
                           : ": it cannot be scaled, and two projects on one host clash.");
  issue.evidence = places(*service.container_name, service.container_name->value);
  if (source != nullptr) {
    issue.evidence.push_back(at(source->span, source->text));
  }
  issue.remedy = "Delete `container_name` from " + path_of(service)
                 + "; other services reach it by the service's name.";
  issue.key = "container_name";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO612() {
  return {.id = "CO612",
          .name = "fixed-container-name",
          .title = "Container name is fixed",
          .severity = Severity::info,
          .items = {},
          .controls = {},
          .tags = {"compose", "availability"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
