// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

enum class Setting { other, on, off };

/// `no-new-privileges`, with `:` or `=` and a value; bare it means true.
Setting setting_of(std::string_view option) {
  constexpr std::string_view key = "no-new-privileges";
  if (!option.starts_with(key)) {
    return Setting::other;
  }
  option.remove_prefix(key.size());
  if (option.empty()) {
    return Setting::on;
  }
  if (option.front() != ':' && option.front() != '=') {
    return Setting::other;
  }
  return base::equals_ignoring_case(base::trim(option.substr(1)), "true") ? Setting::on
                                                                          : Setting::off;
}

Verdict check(const model::Service& service, const Context& context) {
  const model::Sourced<std::string>* on = nullptr;
  const model::Sourced<std::string>* off = nullptr;
  for (const auto& option : service.security_opt) {
    const Setting setting = setting_of(*option);
    on = setting == Setting::on ? &option : on;
    off = setting == Setting::off ? &option : off;
  }
  if (on != nullptr && off == nullptr) {
    return pass("no new privileges", {at(on->span, **on)});
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.key = "no-new-privileges";
  if (off != nullptr) {
    issue.message = on != nullptr ? "Service " + service.name
                                        + " both sets and unsets no-new-privileges; which one wins "
                                          "is not defined."
                                  : "Service " + service.name
                                        + " switches no-new-privileges off, so that setuid "
                                          "programs in it can become root.";
    issue.evidence = places(*off, **off);
    issue.remedy = "Replace `" + **off + "` by `no-new-privileges:true` in `" + path_of(service)
                   + ".security_opt`.";
    return conclude(service, {std::move(issue)});
  }
  issue.message =
      "Service " + service.name
      + " does not set no-new-privileges, so a setuid program in the image can make its "
        "process root (the engine's daemon.json may set it for all; that cannot be "
        "seen here).";
  issue.evidence = absent(service, "no-new-privileges");
  const std::string image = software_of(service, context).path;
  issue.remedy =
      "Add `security_opt: [\"no-new-privileges:true\"]` to " + path_of(service)
      + (base::contains(image, "linuxserver") ? " (this image's s6 start may need sudo: try it)"
                                              : "")
      + "; only images that call sudo or su break.";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO104() {
  return {.id = "CO104",
          .name = "new-privileges-allowed",
          .title = "Processes may gain privileges",
          .severity = Severity::medium,
          .items = {},
          .controls = {"CIS-Docker 5.26", "OWASP-Docker 4", "KICS no_new_privileges_not_set",
                       "KICS security_opt_not_set", "semgrep no-new-privileges",
                       "compose-lint CL-0003"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
