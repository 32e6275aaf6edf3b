// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    for (const PackageCall& call : package_calls(run.instruction)) {
      if (!run.final) {
        return; // what a build stage leaves behind is thrown away
      }
      if (call.tool != "apk" || call.verb != "add" || call.command->has("--no-cache")
          || call.command->has("--no-network") || call.command->has("--cache-dir")
          || removes(run.instruction, "/var/cache/apk")
          || mounts_over(run.instruction, "/var/cache/apk")
          || mounts_over(run.instruction, "/etc/apk/cache")) {
        continue;
      }
      issues.push_back(about(*call.command, run, Severity::low,
                             "apk add leaves its package index in the layer.",
                             "Write `apk add --no-cache …`."));
    }
  });
}

} // namespace

Rule DF208() {
  return {.id = "DF208",
          .name = "apk-cache",
          .title = "apk add keeps its index",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3019", "trivy DS-0025", "KICS apk_add_using_local_cache_path",
                       "dockle DKL-DI-0004"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
