// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    if (call.tool != "apk" || call.verb != "add") {
      return;
    }
    for (const model::ShellWord* word : call.operands) {
      const std::string& text = word->text;
      if (!word->unresolved && text.find_first_of("=~<>@/") == std::string::npos
          && !text.ends_with(".apk") && !text.starts_with('.') && !text.starts_with('!')) {
        issues.push_back(about(*call.command, run, Severity::info,
                               "The version of " + text + " is the one of the day.",
                               "Write `" + text + "~=VERSION`, or pin the base image by digest."));
        return;
      }
    }
  });
}

} // namespace

Rule DF209() {
  return {.id = "DF209",
          .name = "apk-unpinned",
          .title = "apk installs a package without a version",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3018", "KICS unpinned_package_version_in_apk_add"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
