// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  const model::Node* disabled = key_of(service, "oom_kill_disable");
  if (disabled != nullptr && disabled->is_true() && !service.limits.memory) {
    issues.push_back(
        {Severity::medium,
         "Service " + service.name
             + " cannot be ended when memory runs out and has no memory limit: the "
               "kernel kills others in its place, or the host hangs.",
         places(*disabled, "oom_kill_disable: true"),
         "Delete `oom_kill_disable` from " + path_of(service) + " and give it a `mem_limit`.",
         "oom_kill_disable"});
  }
  const model::Node* score = key_of(service, "oom_score_adj");
  const auto number = score == nullptr ? std::nullopt : leading_number(score->text);
  if (number && *number <= -900) {
    issues.push_back({Severity::low,
                      "Service " + service.name
                          + " is the last to be ended when memory runs out "
                            "(oom_score_adj "
                          + score->text + "); system services go first.",
                      places(*score, "oom_score_adj: " + score->text),
                      "Delete `oom_score_adj` from " + path_of(service)
                          + " and give the other services a `mem_limit`.",
                      "oom_score_adj"});
  }
  return conclude(service, std::move(issues), "ended like others when memory runs out");
}

} // namespace

Rule CO124() {
  return {.id = "CO124",
          .name = "oom-shield",
          .title = "Protected from the memory killer",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "isolation", "availability"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
