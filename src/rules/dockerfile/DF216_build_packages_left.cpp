// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool is_build_package(std::string_view name) {
  constexpr std::array<std::string_view, 10> names = {
      "gcc", "g++",   "make",       "cmake", "build-essential",
      "git", "clang", "build-base", "cargo", "python3-dev"};
  return std::find(names.begin(), names.end(), name.substr(0, name.find('='))) != names.end()
         || name.ends_with("-dev") || name.ends_with("-devel");
}

/// Removed again before the image is finished; in a later layer they still take their place.
bool purged(const Placed& run) {
  for (const PackageCall& call : package_calls(run.instruction)) {
    if (call.verb == "purge" || call.verb == "remove" || call.verb == "autoremove"
        || call.verb == "del" || call.verb == "erase") {
      return true;
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  if (is_development(use)) {
    return not_applicable("not for production");
  }
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    if (!run.final || purged(run)) {
      return;
    }
    for (const PackageCall& call : package_calls(run.instruction)) {
      if (call.verb != "install" && call.verb != "add") {
        continue;
      }
      std::vector<std::string> found;
      for (const model::ShellWord* word : call.operands) {
        if (is_build_package(word->text) && call.tool != "pip" && call.tool != "npm"
            && call.tool != "yarn" && call.tool != "pnpm" && call.tool != "gem") {
          found.push_back(word->text);
        }
      }
      if (!found.empty()) {
        issues.push_back(about(*call.command, run, Severity::medium,
                               base::join(found, ", ") + (found.size() == 1 ? " stays" : " stay")
                                   + " in the image that runs.",
                               "Install them in a build stage and copy the result, or remove them "
                               "in the same RUN."));
      }
    }
  });
}

} // namespace

Rule DF216() {
  return {.id = "DF216",
          .name = "build-packages-left",
          .title = "Compilers stay in the image that runs",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.3"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
