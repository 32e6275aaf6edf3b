// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/host_paths.hpp"
#include "rules/service_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  for (const model::Volume& volume : project.volumes) {
    const auto device = volume.driver_opts.find("device");
    const auto options = volume.driver_opts.find("o");
    if (device == volume.driver_opts.end() || options == volume.driver_opts.end()
        || !base::contains(options->second, "bind")) {
      continue;
    }
    const std::string path = base::clean_path(device->second);
    // Who holds the socket through it is said by CO201.
    if (is_engine_socket(path)) {
      continue;
    }
    const auto severity = sensitive_host_path(path);
    issues.push_back({severity.value_or(Severity::info),
                      "The volume " + volume.name + " is no volume but the folder " + path
                          + " of the host" + (severity ? ", and services can write to it." : "."),
                      {at(volume.span, "device: " + device->second)},
                      severity
                          ? "Name the folder that is needed as `device`, or use a volume without "
                            "`driver_opts`."
                          : "Nothing to do; a plain bind mount says the same more openly.",
                      "volumes." + volume.name});
  }
  return from_issues(std::move(issues), "no bind mount in disguise");
}

} // namespace

Rule CO210() {
  return {.id = "CO210",
          .name = "disguised-bind",
          .title = "Named volume is a folder of the host",
          .severity = Severity::critical,
          .items = {},
          .controls = {"CIS-Docker 5.6"},
          .tags = {"compose", "mounts"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
