// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  if (!service.restart) {
    return not_applicable("no restart policy: CO606 says it");
  }
  const std::string& policy = service.restart->value;
  const bool job_forever =
      one_shot(service, context) && (policy == "always" || policy == "unless-stopped");
  const bool bounded = policy.starts_with("on-failure:");
  const model::Node* attempts = service.node.at("deploy.restart_policy.max_attempts");
  if (!job_forever && (policy != "on-failure" || bounded || attempts != nullptr)) {
    return pass("restart: " + policy);
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message =
      job_forever
          ? "The job " + service.name + " is started again each time it ends."
          : "Service " + service.name
                + " is restarted after every failure without end, which hides a crash loop.";
  issue.evidence = places(*service.restart, "restart: " + policy);
  issue.remedy = job_forever
                     ? "Write `restart: \"no\"` or `on-failure:3` in " + path_of(service) + "."
                     : "Write `restart: on-failure:5` in " + path_of(service)
                           + " (CIS), or `unless-stopped` when it must come back after a "
                             "reboot.";
  issue.key = "restart";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO607() {
  return {.id = "CO607",
          .name = "restart-unbounded",
          .title = "Restarted without end",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.15", "KICS restart_policy_on_failure_not_set_to_5"},
          .tags = {"compose", "availability"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
