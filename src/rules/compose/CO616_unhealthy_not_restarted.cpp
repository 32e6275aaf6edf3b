// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Project&, const Context& context) {
  const model::Service* checked = nullptr;
  for (const model::Service* service : active_services(context)) {
    const ImageName image = software_of(*service, context);
    if (image_is(image, "willfarrell/autoheal") || base::contains(service->name, "autoheal")) {
      return pass(service->name + " restarts what is unhealthy");
    }
    if (checked == nullptr && service->healthcheck && !(**service->healthcheck).disabled) {
      checked = service;
    }
  }
  if (checked == nullptr) {
    return not_applicable("no health check");
  }
  Issue issue;
  issue.severity = Severity::info;
  issue.message =
      "The engine marks a container unhealthy and leaves it running: the health checks of "
      "this project restart nothing by themselves.";
  issue.evidence = {at(checked->healthcheck->span, checked->name + ": healthcheck")};
  issue.remedy =
      "Watch the health state (monitoring), let the check end the process (`|| kill 1`), or "
      "run a service that restarts unhealthy containers through a socket proxy.";
  issue.key = "autoheal";
  return fail(std::move(issue));
}

} // namespace

Rule CO616() {
  return {.id = "CO616",
          .name = "unhealthy-not-restarted",
          .title = "Nobody acts on an unhealthy container",
          .severity = Severity::info,
          .items = {},
          .controls = {},
          .tags = {"compose", "availability"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
