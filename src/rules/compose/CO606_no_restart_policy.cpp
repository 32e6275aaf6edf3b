// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  const bool never =
      service.restart && (service.restart->value == "no" || service.restart->value == "none");
  if (service.restart && !never) {
    return pass("restart: " + service.restart->value,
                {at(service.restart->span, service.restart->value)});
  }
  if (one_shot(service, context)) {
    return not_applicable("a job that ends");
  }
  Issue issue;
  issue.severity = never ? Severity::info : Severity::medium;
  issue.message = "Service " + service.name
                  + (never ? " is never restarted, as written."
                           : " does not come back after a crash or a restart of the host.");
  issue.evidence = never ? places(*service.restart, "restart: " + service.restart->value)
                         : absent(service, "restart");
  issue.remedy = "Add `restart: unless-stopped` to " + path_of(service) + ".";
  issue.key = "restart";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO606() {
  return {.id = "CO606",
          .name = "no-restart-policy",
          .title = "No restart policy",
          .severity = Severity::medium,
          .items = {},
          .controls = {"CIS-Docker 5.15"},
          .tags = {"compose", "availability"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
