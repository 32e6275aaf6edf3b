// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool rotates(const model::Service& service) {
  if (!service.logging) {
    return false;
  }
  const model::Logging& logging = **service.logging;
  const bool file = logging.driver.empty() || logging.driver == "json-file";
  return !file || logging.options.count("max-size") > 0;
}

Verdict check(const model::Project&, const Context& context) {
  std::vector<std::string> names;
  std::vector<model::Evidence> evidence;
  for (const model::Service* service : active_services(context)) {
    if (!rotates(*service)) {
      names.push_back(service->name);
      evidence.push_back(service->logging ? at(service->logging->span, "no max-size")
                                          : at(service->name_span, service->name + ": no logging"));
    }
  }
  if (names.empty()) {
    return pass("every log is rotated or shipped");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message =
      "The logs of " + std::to_string(names.size()) + " services (" + base::join(names, ", ")
      + ") grow without limit and fill the disk in time. (The engine's daemon.json may set "
        "a limit; that cannot be seen here.)";
  issue.evidence = std::move(evidence);
  issue.remedy = "Add at the top `x-logging: &logging {driver: json-file, options: {max-size: 10m, "
                 "max-file: \"5\"}}` and to each service `logging: *logging`.";
  issue.key = "logging.rotation";
  return fail(std::move(issue));
}

} // namespace

Rule CO702() {
  return {.id = "CO702",
          .name = "logs-not-rotated",
          .title = "Logs grow without limit",
          .severity = Severity::medium,
          .items = {"C6"},
          .controls = {},
          .tags = {"compose", "operations"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
