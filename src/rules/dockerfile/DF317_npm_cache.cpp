// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    if (!run.final) {
      return; // what a build stage leaves behind is thrown away
    }
    const model::ShellCommand* install = nullptr;
    std::string tool;
    bool cleaned = false;
    for (const PackageCall& call : package_calls(run.instruction)) {
      const bool node = one_of(call.tool, {"npm", "yarn", "pnpm"});
      if (node && install == nullptr
          && (one_of(call.verb, {"install", "ci", "i", "add", "global"})
              || (call.tool == "yarn" && call.verb.empty() && call.command->words.size() < 3))) {
        install = call.command;
        tool = call.tool;
      }
      cleaned = cleaned || (node && install != nullptr && one_of(call.verb, {"cache", "store"}));
    }
    bool mounted = false;
    for (const MountFields& mount : mounts_of(run.instruction)) {
      const bool kept_apart = mount.type == "cache" || mount.type == "tmpfs";
      mounted =
          mounted
          || (kept_apart
              && (mount.target.find('$') != std::string::npos
                  || base::contains(mount.target, "cache") || base::contains(mount.target, "npm")
                  || base::contains(mount.target, "yarn") || base::contains(mount.target, "pnpm")));
    }
    for (const char* folder :
         {"/root/.npm", "/usr/local/share/.cache", "/root/.cache", "/tmp", "/root/.yarn"}) {
      cleaned = cleaned || removes(run.instruction, folder);
    }
    if (install == nullptr || cleaned || mounted || install->has("--cache")
        || install->has("--cache-folder")) {
      return;
    }
    issues.push_back(about(*install, run, Severity::info,
                           "The cache of " + tool + " stays in the layer.",
                           "Add `&& " + tool
                               + (tool == "npm"    ? " cache clean --force"
                                  : tool == "yarn" ? " cache clean"
                                                   : " store prune")
                               + "`, or mount a cache."));
  });
}

} // namespace

Rule DF317() {
  return {.id = "DF317",
          .name = "npm-cache",
          .title = "The cache of the package manager stays in the layer",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3060", "KICS run_yarn_clean_after_yarn_install"},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
