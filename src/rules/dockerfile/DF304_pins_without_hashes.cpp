// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    if (call.tool == "pip" && call.verb == "install"
        && has_any(*call.command, {"-r", "--requirement"})
        && !call.command->has("--require-hashes")) {
      issues.push_back(about(*call.command, run, Severity::info,
                             "A version number names a file that the index can exchange; a hash "
                             "does not.",
                             "Write the requirements with `pip-compile --generate-hashes` and "
                             "install with `--require-hashes`."));
    }
  });
}

} // namespace

Rule DF304() {
  return {.id = "DF304",
          .name = "pins-without-hashes",
          .title = "Requirements are installed without hashes",
          .severity = Severity::info,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
