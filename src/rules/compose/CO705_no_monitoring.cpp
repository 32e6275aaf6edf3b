// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_watched(const model::Service& service, const Context& context) {
  const auto& names = service_images().monitoring_environment;
  return any_of(service_images().monitoring, software_of(service, context))
         || std::any_of(service.environment.begin(), service.environment.end(),
                        [&](const model::Variable& variable) {
                          return variable.value && !variable.value->empty()
                                 && std::find(names.begin(), names.end(), variable.name)
                                        != names.end();
                        })
         || std::any_of(service.labels.begin(), service.labels.end(),
                        [](const model::Variable& label) {
                          return label.name.starts_with("prometheus.")
                                 || label.name.starts_with("com.datadoghq.");
                        });
}

Verdict check(const model::Project& project, const Context& context) {
  const auto services = active_services(context);
  if (services.empty()) {
    return not_applicable("no services");
  }
  for (const model::Service* service : services) {
    if (is_watched(*service, context)) {
      return pass("monitoring: " + service->name, {at(service->name_span, service->name)});
    }
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message = "Nothing watches the services: that one is down is learnt from its users.";
  issue.evidence = {project.files.empty() ? at({}) : at({project.files.front(), {1, 1}, {1, 1}}),
                    model::NoteEvidence{
                        "looked for monitoring images, agents' variables and labels, found none"}};
  issue.remedy = "Add a monitor that also alerts, such as louislam/uptime-kuma or prom/prometheus "
                 "with prom/alertmanager, or an external one.";
  issue.key = "monitoring";
  return fail(std::move(issue));
}

} // namespace

Rule CO705() {
  return {.id = "CO705",
          .name = "no-monitoring",
          .title = "Nothing watches the services",
          .severity = Severity::low,
          .items = {"C9"},
          .controls = {},
          .tags = {"compose", "operations"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
