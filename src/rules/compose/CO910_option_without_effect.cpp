// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

/// Mount options that Compose knows; it drops others without a word.
bool known_option(std::string_view option) {
  static constexpr std::array<std::string_view, 17> options{
      "ro",         "rw",      "z",        "Z",      "cached",       "delegated",
      "consistent", "nocopy",  "copy",     "shared", "rshared",      "slave",
      "rslave",     "private", "rprivate", "U",      "volume-nocopy"};
  return std::find(options.begin(), options.end(), option) != options.end();
}

void judge_mounts(const model::Service& service, std::vector<Issue>& issues) {
  for (const auto& mount : service.volumes) {
    for (const auto& option : base::split(mount->mode, ',')) {
      if (option.empty() || known_option(option)) {
        continue;
      }
      const bool wants_read_only = base::to_lower(option) == "ro"
                                   || base::to_lower(option) == "readonly"
                                   || base::to_lower(option) == "read_only";
      issues.push_back(
          {Severity::low,
           "The option `" + std::string(option) + "` of the mount " + mount->target + " in service "
               + service.name + " is unknown and dropped"
               + (wants_read_only ? ": the mount is writable." : "."),
           places(mount, mount->source_written + ":" + mount->target + ":" + mount->mode),
           wants_read_only ? "Write `ro`." : "Delete the option.",
           "volumes[" + mount->target + "].mode"});
    }
    const bool socket = mount->type == "bind" && mount->source.ends_with(".sock");
    if (socket && mount->read_only) {
      issues.push_back({Severity::low,
                        "`ro` on the socket " + mount->source + " in service " + service.name
                            + " protects nothing: a socket takes commands all the same.",
                        places(mount, mount->source + " → " + mount->target),
                        "Do without the socket, or put a proxy between that filters requests.",
                        "volumes[" + mount->target + "].ro"});
    }
  }
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  const std::string mode = service.network_mode ? service.network_mode->value : "";
  if (!service.ports.empty() && (mode == "host" || mode == "none")) {
    issues.push_back({Severity::low,
                      "The `ports` of service " + service.name
                          + " do nothing under `network_mode: " + mode + "`"
                          + (mode == "host" ? ": whatever the program opens is open on the host."
                                            : ": it has no network at all."),
                      places(service.ports.front(), written(*service.ports.front())),
                      "Delete `ports` or `network_mode` from " + path_of(service) + ".", "ports"});
  }
  if (!service.expose.empty() && mode == "none") {
    issues.push_back({Severity::low,
                      "`expose` of service " + service.name + " does nothing without a network.",
                      places(service.expose.front(), service.expose.front().value),
                      "Delete `expose` from " + path_of(service) + ".", "expose"});
  }
  judge_mounts(service, issues);
  return conclude(service, std::move(issues), "every option does something");
}

} // namespace

Rule CO910() {
  return {.id = "CO910",
          .name = "option-without-effect",
          .title = "Option has no effect",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "correctness"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
