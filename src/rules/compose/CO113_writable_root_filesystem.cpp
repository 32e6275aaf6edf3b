// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  if (service.read_only && service.read_only->value) {
    return pass("read-only root file system", {at(service.read_only->span, "read_only: true")});
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message =
      "Service " + service.name + " can change its own programs: its root file system is writable.";
  issue.evidence = service.read_only ? places(*service.read_only, "read_only: false")
                                     : absent(service, "read_only: true");
  std::vector<std::string> folders = temporary_folders(service, context);
  if (folders.empty()) {
    folders = {"/tmp"};
  }
  issue.remedy = "Add `read_only: true` and `tmpfs: [" + base::join(folders, ", ") + "]` to "
                 + path_of(service) + ", then try it: what else it writes to shows in its log.";
  issue.key = "read_only";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO113() {
  return {.id = "CO113",
          .name = "writable-root-filesystem",
          .title = "Root file system is writable",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.13", "OWASP-Docker 8", "semgrep writable-filesystem-service",
                       "compose-lint CL-0007"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
