// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool is_config_file(std::string_view path) {
  const std::string name = base::to_lower(path.substr(path.rfind('/') + 1));
  static constexpr std::array<std::string_view, 17> ends{
      ".conf", ".yml", ".yaml", ".toml",     ".ini",        ".pem",      ".sql",  ".cnf", ".crt",
      ".cfg",  ".xml", ".cer",  ".template", ".properties", ".htpasswd", ".ovpn", ".lua"};
  return name == "caddyfile" || name == "nginx.conf"
         || std::any_of(ends.begin(), ends.end(),
                        [&](std::string_view end) { return name.ends_with(end); });
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const auto& mount : service.volumes) {
    if (mount->type != "bind" || mount->read_only || !is_config_file(mount->source)
        || !is_config_file(mount->target)) {
      continue;
    }
    issues.push_back({Severity::low,
                      "Service " + service.name + " can change its own configuration "
                          + mount->source_written + " on the host.",
                      places(mount, mount->source_written + " → " + mount->target),
                      "Write `" + mount->source_written + ":" + mount->target + ":ro` in `"
                          + path_of(service)
                          + ".volumes`, unless the program itself writes the "
                            "file.",
                      "volumes[" + mount->target + "].writable"});
  }
  return conclude(service, std::move(issues), "configuration is read-only");
}

} // namespace

Rule CO208() {
  return {.id = "CO208",
          .name = "writable-config-mount",
          .title = "Configuration is mounted writable",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "mounts"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
