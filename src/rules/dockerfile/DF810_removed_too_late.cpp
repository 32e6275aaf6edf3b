// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::set<std::string> installed;
  std::size_t stage = 0;
  for (const Placed& run : placed(use, "RUN")) {
    if (run.stage.index != stage) {
      installed.clear();
      stage = run.stage.index;
    }
    std::set<std::string> here;
    for (const PackageCall& call : package_calls(run.instruction)) {
      const bool system =
          one_of(call.tool, {"apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper"});
      const bool away = one_of(call.verb, {"purge", "remove", "del", "erase", "rm", "autoremove"});
      for (const model::ShellWord* word : call.operands) {
        if (system && one_of(call.verb, {"install", "add", "in"})) {
          here.insert(word->text);
        }
        if (system && away && run.final && installed.contains(word->text)
            && !here.contains(word->text)) {
          issues.push_back(about(*call.command, run, Severity::low,
                                 word->text
                                     + " stays in the layer that installed it: the image does "
                                       "not get smaller.",
                                 "Install and remove in one RUN, or use a build stage."));
          installed.erase(word->text);
          break;
        }
      }
      const auto target = option_value(*call.command, {"--virtual", "-t"});
      if (target) {
        here.insert(*target);
      }
    }
    installed.merge(here);
  }
  return from_issues(std::move(issues), "nothing is removed too late");
}

} // namespace

Rule DF810() {
  return {.id = "DF810",
          .name = "removed-too-late",
          .title = "Packages are removed in a later layer",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
