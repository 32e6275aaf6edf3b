// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

/// Where software is known to write beside its data.
std::string temporary_folders(const model::Service& service, const Context& context) {
  if (proxy_kind(service, context) == "nginx") {
    return "/var/cache/nginx, /var/run, /tmp";
  }
  const DatastoreFamily* store = datastore_of(service, context);
  if (store != nullptr && store->family == "postgresql") {
    return "/var/run/postgresql, /tmp";
  }
  if (store != nullptr && (store->family == "mysql" || store->family == "mariadb")) {
    return "/run/mysqld, /tmp";
  }
  return "/tmp";
}

Verdict check(const model::Service& service, const Context& context) {
  if (service.read_only && service.read_only->value) {
    return pass("read-only root file system", {at(service.read_only->span, "read_only: true")});
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message =
      "Service " + service.name + " can change its own programs: its root file system is writable.";
  issue.evidence = absent(service, "read_only: true");
  issue.remedy = "Add `read_only: true` and `tmpfs: [" + temporary_folders(service, context)
                 + "]` to " + path_of(service)
                 + ", then try it: what else it writes to shows in its log.";
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
