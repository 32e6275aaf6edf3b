// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/apt_configuration.hpp"
#include "rules/dockerfile_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool switched_off(const model::ShellCommand& command) {
  return std::any_of(command.words.begin(), command.words.end(), [](const model::ShellWord& word) {
    return word.text == "--no-install-recommends"
           || base::contains_ignoring_case(word.text, "APT::Install-Recommends=0")
           || base::contains_ignoring_case(word.text, "APT::Install-Recommends=false")
           || base::contains_ignoring_case(word.text, "APT::Install-Recommends \"false\"")
           || base::contains_ignoring_case(word.text, "APT::Install-Recommends \"0\"");
  });
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [&](const Placed& run, std::vector<Issue>& issues) {
    for (const PackageCall& call : package_calls(run.instruction)) {
      if ((call.tool == "apt-get" || call.tool == "apt") && call.verb == "install"
          && !switched_off(*call.command) && !apt_configured(use, run, "APT::Install-Recommends")) {
        issues.push_back(about(*call.command, run, run.final ? Severity::low : Severity::info,
                               "Recommended packages are installed along with those that are "
                               "named.",
                               "Write `" + call.tool + " install -y --no-install-recommends …`."));
      }
    }
  });
}

} // namespace

Rule DF201() {
  return {.id = "DF201",
          .name = "recommended-packages",
          .title = "apt-get installs recommended packages as well",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3015", "trivy DS-0029",
                       "KICS apt_get_not_avoiding_additional_packages", "CIS-Docker 4.3"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
