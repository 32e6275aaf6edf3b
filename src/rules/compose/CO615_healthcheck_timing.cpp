// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool starts_slowly(const model::Service& service, const Context& context) {
  static constexpr std::array<std::string_view, 12> slow{
      "elasticsearch",    "opensearchproject/opensearch",
      "cassandra",        "keycloak",
      "jenkins/jenkins",  "sonarqube",
      "mssql/server",     "gvenzl/oracle-*",
      "apache/kafka",     "confluentinc/cp-kafka",
      "gitlab/gitlab-ce", "sonatype/nexus3"};
  const ImageName image = software_of(service, context);
  return std::any_of(slow.begin(), slow.end(),
                     [&](std::string_view pattern) { return image_is(image, pattern); });
}

Verdict check(const model::Service& service, const Context& context) {
  if (!service.healthcheck || (**service.healthcheck).disabled) {
    return not_applicable("no health check here");
  }
  const model::Healthcheck& check = **service.healthcheck;
  const auto interval = seconds_of(check.interval);
  const auto timeout = seconds_of(check.timeout);
  const double beat = interval.value_or(30);
  std::vector<Issue> issues;
  const auto add = [&](const std::string& key, std::string message, std::string remedy) {
    const model::Node* node = key_of(service, "healthcheck." + key);
    issues.push_back({Severity::low, std::move(message),
                      node != nullptr ? places(*node, key + ": " + node->text)
                                      : places(*service.healthcheck, "no " + key),
                      std::move(remedy), "healthcheck." + key});
  };
  const std::string name = "The health check of service " + service.name;
  const std::string place = " in `" + path_of(service) + ".healthcheck`.";
  if (interval && *interval > 0 && *interval < 5) {
    add("interval", name + " runs every " + check.interval + ": the checks themselves become load.",
        "Write `interval: 10s`" + place + " `start_interval` may be short.");
  } else if (interval && *interval > 300) {
    add("interval", name + " runs every " + check.interval + ": a dead service stays unnoticed.",
        "Write `interval: 30s`" + place);
  }
  if (timeout && *timeout > beat) {
    add("timeout",
        name + " may take longer (" + check.timeout
            + ") than the time between two of "
              "them ("
            + (check.interval.empty() ? "30s" : check.interval) + ").",
        "Write a `timeout` shorter than the interval" + place);
  }
  if (check.retries && *check.retries == 0) {
    add("retries", name + " asks for no failure (`retries: 0`), which the engine reads as 3.",
        "Write `retries: 3`" + place);
  }
  const double patience = beat * static_cast<double>(check.retries.value_or(3));
  if (starts_slowly(service, context) && seconds_of(check.start_period).value_or(0) == 0
      && patience < 120) {
    add("start_period",
        name
            + " counts from the first second, but this software takes a minute or "
              "more to start.",
        "Add `start_period: 2m`" + place);
  }
  return conclude(service, std::move(issues), "checked at a reasonable pace");
}

} // namespace

Rule CO615() {
  return {.id = "CO615",
          .name = "healthcheck-timing",
          .title = "Timing of the health check is extreme",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "availability"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
