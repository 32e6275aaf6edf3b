// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "rules/host_paths.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const auto& mount : service.volumes) {
    // A named volume that is a bind in disguise is said by CO210.
    if (mount->read_only || mount->type != "bind") {
      continue;
    }
    const std::string path = base::clean_path(mount->source);
    const auto severity = sensitive_host_path(path);
    if (!severity) {
      continue;
    }
    Issue issue;
    issue.severity = *severity;
    issue.message =
        "Service " + service.name + " can write to " + path + " of the host"
        + (*severity == Severity::critical
               ? ": changing one file there is enough to take the host over."
           : path.starts_with("/etc/") ? ", which holds settings of the host."
                                       : ", which holds much more than this service's files.");
    if (!mount->mode.empty()) {
      issue.message +=
          " (Options: " + mount->mode + "; only a lower-case `ro` makes it read-only.)";
    }
    issue.evidence = places(mount, path + " → " + mount->target);
    issue.remedy = "Mount only the folder that " + service.name
                   + " needs, or a named volume, and add `:ro` in `" + path_of(service)
                   + ".volumes` if it only reads.";
    issue.key = "volumes[" + mount->target + "]";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "no writable system folder");
}

} // namespace

Rule CO203() {
  return {.id = "CO203",
          .name = "sensitive-host-path",
          .title = "System folder of the host is writable",
          .severity = Severity::critical,
          .items = {},
          .controls = {"CIS-Docker 5.6", "KICS volume_has_sensitive_host_directory",
                       "compose-lint CL-0025"},
          .tags = {"compose", "mounts"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
