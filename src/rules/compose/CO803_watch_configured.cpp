// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  const model::Node* watch = key_of(service, "develop.watch");
  if (watch == nullptr || watch->items.empty()) {
    return pass("no watch mode");
  }
  Issue issue;
  issue.severity = Severity::info;
  issue.message = "Service " + service.name
                  + " has a watch mode, which only `docker compose watch` or `up --watch` starts.";
  issue.evidence = {at(watch->span, "develop.watch")};
  issue.remedy = "Nothing to do; never pass `--watch` in production.";
  issue.key = "develop.watch";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO803() {
  return {.id = "CO803",
          .name = "watch-configured",
          .title = "Watch mode is configured",
          .severity = Severity::info,
          .items = {},
          .controls = {},
          .tags = {"compose", "development"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
