// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  if (!service.build) {
    return not_applicable("not built here");
  }
  const model::Build& build = *service.build;
  std::vector<Issue> issues;
  const std::string end = " from `" + path_of(service) + ".build`.";
  if (build.privileged && build.privileged->value) {
    issues.push_back({Severity::high,
                      "The image of service " + service.name
                          + " is built privileged: every command of the Dockerfile, and of every "
                            "package it installs, has the build host.",
                      places(*build.privileged, "privileged: true"), "Delete `privileged`" + end,
                      "build.privileged"});
  }
  for (const auto& entitlement : build.entitlements) {
    const bool insecure = *entitlement == "security.insecure";
    if (insecure || *entitlement == "network.host") {
      issues.push_back({insecure ? Severity::high : Severity::medium,
                        "The build of service " + service.name + " is granted " + *entitlement
                            + (insecure ? ": its commands may run without any confinement."
                                        : ": its commands reach what listens on the build host."),
                        places(entitlement, *entitlement), "Delete " + *entitlement + end,
                        "build.entitlements[" + *entitlement + "]"});
    }
  }
  if (build.network && build.network->value == "host") {
    issues.push_back({Severity::medium,
                      "The build of service " + service.name
                          + " uses the network of the host: its commands reach what listens on "
                            "127.0.0.1 there.",
                      places(*build.network, "network: host"), "Delete `network: host`" + end,
                      "build.network"});
  }
  return conclude(service, std::move(issues), "built without privileges");
}

} // namespace

Rule CO121() {
  return {.id = "CO121",
          .name = "privileged-build",
          .title = "Build runs with privileges",
          .severity = Severity::high,
          .items = {},
          .controls = {},
          .tags = {"compose", "isolation", "supply"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
