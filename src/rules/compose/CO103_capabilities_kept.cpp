// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// The capabilities that an image surely needs back.
std::string needed_back(const model::Service& service, const Context& context) {
  std::string needed;
  if (runs_as(service, context).kind == RunsAs::Kind::drops) {
    needed = "CHOWN, DAC_OVERRIDE, SETGID, SETUID";
  }
  const bool low_port = std::any_of(service.ports.begin(), service.ports.end(),
                                    [](const auto& port) { return port->target < 1024; });
  if (low_port) {
    needed += (needed.empty() ? "" : ", ") + std::string("NET_BIND_SERVICE");
  }
  return needed;
}

Verdict check(const model::Service& service, const Context& context) {
  if (service.privileged && service.privileged->value) {
    return not_applicable("privileged: CO101 says it");
  }
  for (const auto& dropped : service.cap_drop) {
    if (capability_name(*dropped) == "ALL") {
      return pass("drops all capabilities", {at(dropped.span, "cap_drop: ALL")});
    }
  }
  Issue issue;
  const bool some = !service.cap_drop.empty();
  issue.severity = some ? Severity::low : Severity::medium;
  issue.message = some ? "Service " + service.name
                             + " drops single capabilities but keeps the rest of the default set."
                       : "Service " + service.name
                             + " keeps the 14 default capabilities, although most programs need "
                               "none of them.";
  issue.evidence = some ? places(service.cap_drop.front(), "cap_drop without ALL")
                        : absent(service, "cap_drop: [ALL]");
  const std::string needed = needed_back(service, context);
  issue.remedy = "Add `cap_drop: [ALL]`"
                 + (needed.empty() ? std::string{} : " and `cap_add: [" + needed + "]`") + " to "
                 + path_of(service)
                 + "; images that change user at start (gosu, su-exec, s6) need SETUID, SETGID and "
                   "CHOWN back.";
  issue.key = "cap_drop";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO103() {
  return {.id = "CO103",
          .name = "capabilities-kept",
          .title = "Capabilities are not dropped",
          .severity = Severity::medium,
          .items = {},
          .controls = {"CIS-Docker 5.4", "OWASP-Docker 3",
                       "KICS container_capabilities_unrestricted", "compose-lint CL-0006"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
