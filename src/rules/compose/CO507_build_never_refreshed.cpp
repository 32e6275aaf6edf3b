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
  if (!build.pull || !build.pull->value) {
    const bool written = build.pull.has_value();
    const bool by_policy = build.no_cache && build.no_cache->value;
    issues.push_back({Severity::low,
                      "The build of service " + service.name
                          + " takes the base image that the host has, however old: fixes of the "
                            "base never arrive.",
                      written ? places(*build.pull, "pull: false")
                              : std::vector<model::Evidence>{at(build.span, "no pull: true")},
                      "Add `pull: true` to `" + path_of(service)
                          + ".build`, or build with `docker compose build --pull`"
                          + (by_policy ? "; `no_cache` alone does not pull." : "."),
                      "build.pull"});
  }
  if (build.no_cache && build.no_cache->value) {
    issues.push_back({Severity::info,
                      "The build of service " + service.name
                          + " never uses its cache: slow, and no safer than `pull: true`.",
                      places(*build.no_cache, "no_cache: true"),
                      "Delete `no_cache` from `" + path_of(service)
                          + ".build` and use `docker compose build --no-cache` for releases.",
                      "build.no_cache"});
  }
  return conclude(service, std::move(issues), "the base is refreshed");
}

} // namespace

Rule CO507() {
  return {.id = "CO507",
          .name = "build-never-refreshed",
          .title = "Build never refreshes its base image",
          .severity = Severity::low,
          .items = {},
          .controls = {"OWASP-Docker 0"},
          .tags = {"compose", "supply"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
