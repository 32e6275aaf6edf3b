// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// What an option switches off, or "".
std::string switched_off(std::string_view option) {
  const std::size_t cut = option.find_first_of(":=");
  const std::string key = base::to_lower(base::trim(option.substr(0, cut)));
  const std::string value =
      cut == std::string_view::npos ? "" : base::to_lower(base::trim(option.substr(cut + 1)));
  if (value == "unconfined" && key == "seccomp") {
    return "the seccomp filter for system calls";
  }
  if (value == "unconfined" && key == "apparmor") {
    return "the AppArmor profile";
  }
  if (value == "unconfined" && key == "systempaths") {
    return "the masking of /proc and /sys";
  }
  if (key == "label" && value == "disable") {
    return "the SELinux separation";
  }
  if (key == "label" && base::contains(value, "spc_t")) {
    return "the SELinux confinement (spc_t is the type of unconfined containers)";
  }
  // `label:seccomp:unconfined` is no label, but says what was wanted.
  if (base::contains(value, "unconfined")) {
    return "a confinement";
  }
  return {};
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  const bool open =
      exposure(service, context) == Exposure::everyone
      && ((service.privileged && service.privileged->value) || holds_engine_socket(service));
  for (const auto& option : service.security_opt) {
    const std::string what = switched_off(*option);
    if (what.empty()) {
      continue;
    }
    Issue issue;
    issue.severity = open ? raised(Severity::high) : Severity::high;
    issue.message = "Service " + service.name + " switches off " + what
                    + ", one of the walls between the container and the host's kernel.";
    issue.evidence = places(option, *option);
    issue.remedy = "Delete `" + *option + "` from `" + path_of(service)
                   + ".security_opt`; if one system call or path is missing, give the service a "
                     "profile of its own (`seccomp:./profile.json`).";
    issue.key = "security_opt[" + base::to_lower(*option) + "]";
    issues.push_back(std::move(issue));
  }
  return conclude(service, std::move(issues), "the engine's confinement is kept");
}

} // namespace

Rule CO105() {
  return {.id = "CO105",
          .name = "confinement-off",
          .title = "Seccomp, AppArmor or SELinux switched off",
          .severity = Severity::high,
          .items = {},
          .controls = {"CIS-Docker 5.2", "CIS-Docker 5.3", "CIS-Docker 5.22", "OWASP-Docker 6",
                       "KICS default_seccomp_profile_disabled",
                       "semgrep seccomp-confinement-disabled",
                       "semgrep selinux-separation-disabled", "compose-lint CL-0009"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
