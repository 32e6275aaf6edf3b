// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

/// The password among mount options, "" when there is none.
std::string password_in(std::string_view options) {
  for (const auto& option : base::split(options, ',')) {
    const std::string lower = base::to_lower(base::trim(option));
    for (const std::string_view key : {"password=", "pass=", "password2="}) {
      if (lower.starts_with(key)) {
        return std::string(base::trim(option).substr(key.size()));
      }
    }
  }
  return {};
}

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  for (const model::Volume& volume : project.volumes) {
    const model::Node* options = volume.node.at("driver_opts.o");
    if (options == nullptr || !options->is_scalar()) {
      continue;
    }
    const std::string written = password_in(options->raw.empty() ? options->text : options->raw);
    if (written.empty()) {
      continue;
    }
    const bool variable = base::contains(written, "$");
    const std::string shown = variable ? written : base::masked(written);
    issues.push_back(
        {variable ? Severity::medium : Severity::high,
         "The options of the volume " + volume.name + " hold a password (" + shown + ")"
             + (variable ? ": everybody who may run `docker volume inspect` reads it."
                         : ", in the file and in `docker volume inspect`."),
         places(*options, "o: password=" + shown),
         "Mount the share on the host with a credentials file (`credentials=/root/…` in "
         "/etc/fstab) and bind the folder; change the password.",
         "volumes." + volume.name + ".driver_opts"});
  }
  return from_issues(std::move(issues), "no password in the options of a volume");
}

} // namespace

Rule CO212() {
  return {.id = "CO212",
          .name = "credentials-in-volume-options",
          .title = "Password in the options of a volume",
          .severity = Severity::high,
          .items = {},
          .controls = {"OWASP-Docker 12"},
          .tags = {"compose", "mounts", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
