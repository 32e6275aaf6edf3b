// SPDX-License-Identifier: Apache-2.0
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  const model::Node* parent = service.node.find("cgroup_parent");
  if (parent == nullptr || parent->text.empty()) {
    return pass("the engine's control group");
  }
  const bool slice = parent->text.ends_with(".slice");
  Issue issue;
  issue.severity = slice ? Severity::info : Severity::low;
  issue.message =
      "Service " + service.name + " runs in the control group " + parent->text
      + (slice ? ", whose limits are set on the host and cannot be seen here."
               : " of the host, outside of the limits that the engine's own group has.");
  issue.evidence = places(*parent, "cgroup_parent: " + parent->text);
  issue.remedy =
      "Remove `cgroup_parent` from " + path_of(service)
      + " and set limits in the compose file, or make sure that the group limits memory, "
        "CPU and processes.";
  issue.key = "cgroup_parent";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO111() {
  return {.id = "CO111",
          .name = "own-cgroup-parent",
          .title = "Control group outside the engine's",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.25", "KICS cgroup_not_default"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
