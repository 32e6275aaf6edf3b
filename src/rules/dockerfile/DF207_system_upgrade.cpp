// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool upgrades(const PackageCall& call) {
  const std::string& verb = call.verb;
  if (one_of(call.tool, {"apt-get", "apt", "aptitude"})) {
    return one_of(verb, {"upgrade", "dist-upgrade", "full-upgrade", "safe-upgrade"});
  }
  if (call.tool == "apk") {
    return verb == "upgrade" && call.operands.empty();
  }
  if (one_of(call.tool, {"yum", "dnf", "microdnf", "tdnf"})) {
    return one_of(verb, {"update", "upgrade", "distro-sync", "system-upgrade"})
           && call.operands.empty();
  }
  return call.tool == "zypper" && one_of(verb, {"update", "up", "dist-upgrade", "dup", "patch"})
         && call.operands.empty();
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(
      use, [](const PackageCall& call, const Placed& run, std::vector<Issue>& issues) {
        if (upgrades(call)) {
          issues.push_back(about(*call.command, run, Severity::info,
                                 call.tool + " " + call.verb
                                     + " brings fixes, but other ones in every build, and only "
                                       "when the cache is not used.",
                                 "Rebuild often on a renewed base image (`docker build --pull`)."));
        }
      });
}

} // namespace

Rule DF207() {
  return {.id = "DF207",
          .name = "system-upgrade",
          .title = "All packages of the base image are upgraded",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3035", "trivy DS-0024", "dockle DKL-DI-0003"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
