// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool has_version(std::string_view text, const std::string& tool) {
  if (tool == "zypper") {
    return text.find_first_of("=<>") != std::string_view::npos;
  }
  // name-1.2.3-4: a dash with a digit behind it; modules are name:stream.
  for (std::size_t dash = text.find('-'); dash != std::string_view::npos;
       dash = text.find('-', dash + 1)) {
    if (dash + 1 < text.size() && text[dash + 1] >= '0' && text[dash + 1] <= '9') {
      return true;
    }
  }
  return text.find(':') != std::string_view::npos || text.find('=') != std::string_view::npos;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    if (!one_of(call.tool, {"yum", "dnf", "microdnf", "tdnf", "zypper"})
        || !one_of(call.verb, {"install", "in", "reinstall", "localinstall", "module"})) {
      return;
    }
    for (const model::ShellWord* word : call.operands) {
      const std::string& text = word->text;
      if ((call.verb == "module" && one_of(text, {"install", "enable"})) || text.starts_with('@')) {
        continue;
      }
      if (!word->unresolved && !has_version(text, call.tool) && !text.ends_with(".rpm")
          && text.find('/') == std::string::npos) {
        issues.push_back(about(*call.command, run, Severity::info,
                               "The version of " + text + " is the one of the day.",
                               "Write the version: `" + text
                                   + (call.tool == "zypper" ? "=VERSION`." : "-VERSION`.")));
        return;
      }
    }
  });
}

} // namespace

Rule DF212() {
  return {.id = "DF212",
          .name = "rpm-unpinned",
          .title = "A package is installed without a version",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3033", "hadolint DL3037", "hadolint DL3041",
                       "KICS missing_version_specification_in_dnf_install",
                       "KICS yum_install_without_version", "KICS zypper_install_without_version"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
