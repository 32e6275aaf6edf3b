// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

/// The port that a request can go to, "PORT" where nothing in sight names one.
std::string listening_port(const model::Service& service, const Context& context) {
  if (!service.ports.empty()) {
    return std::to_string(service.ports.front()->target);
  }
  if (!service.expose.empty()) {
    return service.expose.front().value;
  }
  const model::ImageUse* use = context.subjects.image_of(service.name);
  if (use != nullptr && use->image && !use->image->config.exposed_ports.empty()) {
    const std::string& exposed = use->image->config.exposed_ports.front();
    return exposed.substr(0, exposed.find('/'));
  }
  return "PORT";
}

std::string snippet_for(const model::Service& service, const Context& context) {
  const DatastoreFamily* family = datastore_of(service, context);
  if (family != nullptr && !family->healthcheck.empty()) {
    return "[\"" + base::join(family->healthcheck, "\", \"") + "\"]";
  }
  const std::string port = listening_port(service, context);
  // Of a built application the path is the author's to choose; of a foreign one nobody knows more
  // than the front page.
  const std::string path = service.build ? "/health" : "/";
  return "[\"CMD-SHELL\", \"wget -q -O /dev/null http://127.0.0.1:" + port + path + "\"]";
}

Verdict check(const model::Service& service, const Context& context) {
  if (one_shot(service, context)) {
    return not_applicable("a job that ends");
  }
  const HealthState health = health_of(service, context);
  if (health.kind == HealthState::Kind::present) {
    return pass(health.reason);
  }
  if (health.kind == HealthState::Kind::disabled) {
    return not_applicable("switched off: CO605 says it");
  }
  const bool matters = depended_upon(service, context)
                       || exposure(service, context) >= Exposure::one_address
                       || datastore_of(service, context) != nullptr;
  Issue issue;
  issue.severity = matters ? Severity::medium : Severity::low;
  issue.message = "Service " + service.name + " has no health check (" + health.reason
                  + "): a process that hangs counts as running.";
  issue.evidence = absent(service, "healthcheck");
  issue.remedy =
      "Add `healthcheck: {test: " + snippet_for(service, context)
      + ", interval: 30s, timeout: 5s, retries: 3, start_period: 20s}` to " + path_of(service)
      + " (the program in `test` must be in the image; distroless images need a check of "
        "their own binary).";
  issue.key = "healthcheck";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO604() {
  return {.id = "CO604",
          .name = "no-healthcheck",
          .title = "No health check",
          .severity = Severity::medium,
          .items = {"H6"},
          .controls = {"CIS-Docker 4.6", "CIS-Docker 5.27", "KICS healthcheck_not_set"},
          .tags = {"compose", "availability"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
