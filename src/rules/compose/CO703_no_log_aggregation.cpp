// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool ships(const model::Service& service) {
  if (!service.logging) {
    return false;
  }
  const auto& drivers = service_images().aggregating_drivers;
  return std::any_of(drivers.begin(), drivers.end(), [&](const std::string& pattern) {
    return base::glob_match(pattern, (**service.logging).driver);
  });
}

Verdict check(const model::Project& project, const Context& context) {
  const auto services = active_services(context);
  if (services.empty()) {
    return not_applicable("no services");
  }
  for (const model::Service* service : services) {
    if (any_of(service_images().log_shippers, software_of(*service, context))) {
      return pass("log shipper " + service->name, {at(service->name_span, service->name)});
    }
  }
  if (std::any_of(services.begin(), services.end(), [](const auto* s) { return ships(*s); })) {
    return pass("a logging driver ships the logs");
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message = "Nothing collects the logs of the " + std::to_string(services.size())
                  + " services: they stay on the host and are lost with it.";
  issue.evidence = {
      project.files.empty() ? at({}) : at({project.files.front(), {1, 1}, {1, 1}}),
      model::NoteEvidence{"looked for log shippers and shipping drivers, found none"}};
  issue.remedy = "Set a logging driver that ships (`gelf`, `fluentd`, `syslog` with an address, "
                 "`loki`) or add a shipper such as grafana/alloy or fluent/fluent-bit.";
  issue.key = "logging.aggregation";
  return fail(std::move(issue));
}

} // namespace

Rule CO703() {
  return {.id = "CO703",
          .name = "no-log-aggregation",
          .title = "Logs are not collected",
          .severity = Severity::low,
          .items = {"C6"},
          .controls = {"CIS-Docker 2.13"},
          .tags = {"compose", "operations"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
