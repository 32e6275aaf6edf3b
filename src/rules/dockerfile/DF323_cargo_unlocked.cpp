// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    if (call.tool == "cargo" && one_of(call.verb, {"install", "build", "b"})
        && !has_any(*call.command, {"--locked", "--frozen", "--offline", "--list"})) {
      const bool install = call.verb == "install";
      issues.push_back(about(*call.command, run, Severity::low,
                             install
                                 ? "cargo install ignores the lock file of the program and takes "
                                   "its newest dependencies."
                                 : "cargo build writes the lock file anew when it does not fit.",
                             "Write `cargo " + call.verb + " --locked …`."));
    }
  });
}

} // namespace

Rule DF323() {
  return {.id = "DF323",
          .name = "cargo-unlocked",
          .title = "Cargo may change the lock file",
          .severity = Severity::low,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
