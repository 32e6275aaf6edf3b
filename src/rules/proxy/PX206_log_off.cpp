// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

/// `access_log off` counts where it holds for a whole server, not for a health check.
void walk(const std::vector<model::Directive>& block, bool location, std::vector<Issue>& issues) {
  for (const model::Directive& directive : block) {
    const bool off = model::argument(directive, 0) == "off";
    const bool errors = directive.name == "error_log" && off;
    if (errors || (directive.name == "access_log" && off && !location)) {
      Issue issue;
      issue.severity = Severity::low;
      issue.message = errors ? "`error_log off` does not switch the log off: it writes to a file "
                               "with the name off, where nobody looks."
                             : "Requests are not logged: an attack leaves no trace.";
      issue.evidence = {at(directive.span, directive.name + " off")};
      issue.remedy = errors ? "Write `error_log /dev/stderr warn;`."
                            : "Write `access_log /dev/stdout;`; switch it off for health checks "
                              "and static files only.";
      issue.key = directive.name + "|off";
      issues.push_back(std::move(issue));
    }
    if (directive.has_block && directive.name != "types" && directive.name != "map") {
      walk(directive.block, location || directive.name == "location" || directive.name == "if",
           issues);
    }
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  if (proxy.kind != "nginx") {
    return not_applicable("no nginx configuration");
  }
  std::vector<Issue> issues;
  walk(proxy.directives, false, issues);
  return from_issues(std::move(issues));
}

} // namespace

Rule PX206() {
  return {.id = "PX206",
          .name = "log-off",
          .title = "Access or error log is switched off",
          .severity = Severity::low,
          .items = {"H14", "C6"},
          .controls = {"gixy error_log_off"},
          .tags = {"proxy", "logs"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
