// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  if (service.limits.cpus) {
    return pass("CPU limited to " + service.limits.cpus->value,
                {at(service.limits.cpus->span, service.limits.cpus->value)});
  }
  const model::Node* quota = service.node.find("cpu_quota");
  if (quota != nullptr && !quota->text.empty() && quota->text != "0" && quota->text != "-1") {
    return pass("CPU limited by a quota", {at(quota->span, "cpu_quota: " + quota->text)});
  }
  if (one_shot(service, context)) {
    return not_applicable("a job that ends");
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message =
      "Service " + service.name
      + " may use every processor of the host, so that one busy loop starves the others.";
  issue.evidence = absent(service, "CPU limit");
  issue.remedy = "Add `cpus: 1.0` (or `deploy.resources.limits.cpus`) to " + path_of(service)
                 + "; `cpu_shares` is only a weight.";
  issue.key = "cpus";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO602() {
  return {.id = "CO602",
          .name = "cpu-unlimited",
          .title = "No CPU limit",
          .severity = Severity::low,
          .items = {"C7"},
          .controls = {"CIS-Docker 5.12", "OWASP-Docker 7", "KICS cpus_not_limited",
                       "compose-lint CL-0026"},
          .tags = {"compose", "availability"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
