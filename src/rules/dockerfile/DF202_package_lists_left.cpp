// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    if (!run.final) {
      return; // what a build stage leaves behind is thrown away
    }
    const model::ShellCommand* update = nullptr;
    bool dist_clean = false;
    for (const PackageCall& call : package_calls(run.instruction)) {
      const bool apt = call.tool == "apt-get" || call.tool == "apt" || call.tool == "aptitude";
      update = apt && call.verb == "update" ? call.command : update;
      dist_clean = dist_clean || (apt && (call.verb == "dist-clean" || call.verb == "distclean"));
    }
    if (update == nullptr || dist_clean || removes(run.instruction, "/var/lib/apt/lists")
        || mounts_over(run.instruction, "/var/lib/apt/lists")) {
      return;
    }
    issues.push_back(about(*update, run, Severity::low,
                           "The lists that apt-get update fetches stay in the layer.",
                           "End the RUN with `&& rm -rf /var/lib/apt/lists/*`."));
  });
}

} // namespace

Rule DF202() {
  return {.id = "DF202",
          .name = "package-lists-left",
          .title = "Package lists stay in the layer",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3009", "KICS apt_get_install_lists_were_not_deleted",
                       "dockle DKL-DI-0005"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
