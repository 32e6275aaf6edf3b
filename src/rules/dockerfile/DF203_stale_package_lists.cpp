// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

bool is_update(const PackageCall& call) {
  const bool known = call.tool == "apt-get" || call.tool == "apt" || call.tool == "aptitude"
                     || call.tool == "apk" || call.tool == "yum" || call.tool == "dnf";
  return (known && call.verb == "update" && call.operands.empty())
         || (call.tool == "zypper"
             && (call.verb == "refresh" || call.verb == "ref" || call.verb == "update"
                 || call.verb == "up"))
         || (call.tool == "pacman" && call.operands.empty() && has_short(*call.command, 'y'));
}

bool is_install(const PackageCall& call) {
  return (call.tool == "pacman" && !call.operands.empty()) || call.verb == "install"
         || call.verb == "add" || call.verb == "in" || call.verb == "upgrade"
         || call.verb == "dist-upgrade" || call.verb == "full-upgrade";
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    const model::ShellCommand* update = nullptr;
    bool installs = false;
    for (const PackageCall& call : package_calls(run.instruction)) {
      update = is_update(call) && update == nullptr ? call.command : update;
      installs = installs || is_install(call);
    }
    if (update == nullptr || installs || mounts_over(run.instruction, "/var/lib/apt/lists")) {
      return;
    }
    issues.push_back(
        about(*update, run, Severity::medium,
              "The package lists are updated in a layer of their own: the build cache "
              "keeps them, and later installs take old packages.",
              "Update and install in one RUN: `apt-get update && apt-get install …`."));
  });
}

} // namespace

Rule DF203() {
  return {.id = "DF203",
          .name = "stale-package-lists",
          .title = "Packages are installed from stale lists",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"hadolint DL3009", "trivy DS-0017", "CIS-Docker 4.7"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
