// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_pinned(const model::ShellWord& word) {
  const std::string& text = word.text;
  return word.unresolved || text.find('=') != std::string::npos
         || text.find('/') != std::string::npos || text.ends_with(".deb") || text.ends_with('-');
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(
      use, [](const PackageCall& call, const Placed& run, std::vector<Issue>& issues) {
        const bool apt = one_of(call.tool, {"apt-get", "apt", "aptitude"});
        if (!apt || call.verb != "install"
            || has_any(*call.command, {"-t", "--target-release", "--default-release"})) {
          return;
        }
        for (const model::ShellWord* word : call.operands) {
          if (!is_pinned(*word)) {
            issues.push_back(about(*call.command, run, Severity::info,
                                   "The version of " + word->text + " is the one of the day.",
                                   "Write `" + word->text
                                       + "=VERSION`, or pin the distribution by a "
                                         "snapshot mirror."));
            return;
          }
        }
      });
}

} // namespace

Rule DF206() {
  return {.id = "DF206",
          .name = "apt-unpinned",
          .title = "apt-get installs a package without a version",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3008", "KICS apt_get_install_pin_version_not_defined"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
