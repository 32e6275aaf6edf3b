// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

/// The propagation in force; the short form has it among its options.
std::string propagation_of(const model::Mount& mount) {
  if (!mount.propagation.empty()) {
    return mount.propagation;
  }
  for (const auto& option : base::split(mount.mode, ',')) {
    if (option == "shared" || option == "rshared" || option == "slave" || option == "rslave") {
      return std::string(option);
    }
  }
  return {};
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const auto& mount : service.volumes) {
    const std::string mode = propagation_of(*mount);
    const bool shared = mode == "shared" || mode == "rshared";
    if (!shared && mode != "slave" && mode != "rslave") {
      continue;
    }
    Issue issue;
    issue.severity = shared ? Severity::high : mount->read_only ? Severity::info : Severity::low;
    issue.message = "Service " + service.name + " mounts " + mount->source + " with propagation "
                    + mode
                    + (shared ? ": what it mounts appears on the host and in other containers."
                              : ": what the host mounts there later appears in it.");
    issue.evidence = places(mount, mount->source + " → " + mount->target + " (" + mode + ")");
    issue.remedy = "Delete `" + mode + "` from the mount of " + mount->target + " in "
                   + path_of(service) + "; the default rprivate is right for nearly everything.";
    issue.key = "volumes[" + mount->target + "].propagation";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "private propagation");
}

} // namespace

Rule CO205() {
  return {.id = "CO205",
          .name = "mount-propagation",
          .title = "Mounts propagate to or from the host",
          .severity = Severity::high,
          .items = {},
          .controls = {"CIS-Docker 5.20", "KICS volume_mounted_in_multiple_containers",
                       "compose-lint CL-0017"},
          .tags = {"compose", "mounts"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
