// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool installs_dependencies(const PackageCall& call) {
  const bool node =
      one_of(call.tool, {"npm", "yarn", "pnpm", "bun"})
      && (one_of(call.verb, {"install", "ci", "i"}) || (call.tool == "yarn" && call.verb.empty()))
      && call.operands.empty();
  const bool python = call.tool == "pip" && call.verb == "install"
                      && has_any(*call.command, {"-r", "--requirement"});
  return node || python || (call.tool == "composer" && call.verb == "install")
         || (call.tool == "bundle" && call.verb == "install")
         || (call.tool == "go" && call.verb == "mod" && !call.operands.empty()
             && call.operands.front()->text == "download");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  bool wide = false;
  bool manifest = false;
  std::size_t stage = 0;
  for (const Placed& item : placed(use)) {
    if (item.stage.index != stage) {
      wide = false;
      manifest = false;
      stage = item.stage.index;
    }
    if (is_copy(item.instruction) && !item.instruction.flag("from")) {
      const auto sources = copy_sources(item.instruction);
      const bool all = std::any_of(sources.begin(), sources.end(),
                                   [](const std::string& s) { return is_wide_source(s); });
      wide = wide || all;
      manifest = manifest || (!all && !wide);
    }
    if (item.instruction.name != "RUN" || !wide || manifest) {
      continue;
    }
    for (const PackageCall& call : package_calls(item.instruction)) {
      if (installs_dependencies(call)) {
        issues.push_back(
            about(*call.command, item, Severity::low,
                  "Every change of the source makes the build install all dependencies "
                  "again.",
                  "Copy the manifest and its lock file first, install, then copy the "
                  "rest."));
        manifest = true;
        break;
      }
    }
  }
  return from_issues(std::move(issues), "the manifest comes first");
}

} // namespace

Rule DF805() {
  return {.id = "DF805",
          .name = "copy-before-install",
          .title = "The whole source is copied before the dependencies are installed",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
