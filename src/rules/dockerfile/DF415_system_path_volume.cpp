// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    if (!one_of(item.instruction.name, {"VOLUME", "WORKDIR"})) {
      continue;
    }
    for (const model::Word& word : item.instruction.arguments) {
      const std::string path = unquoted(word.text) + "/";
      const bool socket = base::contains(word.text, "docker.sock");
      if (socket || path.starts_with("/proc/") || path.starts_with("/sys/")
          || path.starts_with("/dev/") || path.starts_with("/boot/")) {
        issues.push_back(about(item, Severity::high,
                               item.instruction.name + " " + word.text
                                   + (socket ? " asks for the socket of the engine: who holds it "
                                               "rules the host."
                                             : " lies over a folder of the system that the kernel "
                                               "fills."),
                               "Take a folder of the application."));
      }
    }
  }
  // A RUN that mounts the socket into the build.
  for (const Placed& run : placed(use, "RUN")) {
    for (const MountFields& mount : mounts_of(run.instruction)) {
      if (base::contains(mount.source, "docker.sock")
          || base::contains(mount.target, "docker.sock")) {
        issues.push_back(about(run, Severity::high,
                               "The socket of the engine is mounted: who holds it rules the host.",
                               "Build images with BuildKit itself, not from within a build."));
      }
    }
  }
  return from_issues(std::move(issues), "no path of the system");
}

} // namespace

Rule DF415() {
  return {.id = "DF415",
          .name = "system-path-volume",
          .title = "VOLUME or WORKDIR on a path of the system",
          .severity = Severity::high,
          .items = {"H3"},
          .controls = {"trivy DS-0030", "dockle DKL-DI-0002"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
