// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

struct Judged {
  Severity severity;
  std::string why;
};

bool yes(const std::optional<std::string>& value) {
  return value && *value != "0" && !value->empty();
}

bool names_namespace(std::string_view name) {
  return name.starts_with("kernel.msg") || name.starts_with("kernel.sem")
         || name.starts_with("kernel.shm");
}

std::optional<Judged> judge(std::string_view name, const std::optional<std::string>& value) {
  if (name.starts_with("net.")) {
    if (name.ends_with(".accept_redirects") || name.ends_with(".accept_source_route")
        || name.ends_with(".send_redirects")) {
      return yes(value) ? std::optional(Judged{Severity::medium, "lets others bend its routes"})
                        : std::nullopt;
    }
    if (name.ends_with(".rp_filter")) {
      return yes(value)
                 ? std::nullopt
                 : std::optional(Judged{Severity::medium, "accepts forged source addresses"});
    }
    if (name == "net.ipv4.tcp_syncookies") {
      return yes(value) ? std::nullopt
                        : std::optional(Judged{Severity::medium, "is open to SYN floods"});
    }
    if (name == "net.ipv4.ip_unprivileged_port_start" && value == "0") {
      return Judged{Severity::info, "lets every user open low ports, better than NET_BIND_SERVICE"};
    }
    if (name.ends_with("ip_forward") || name.ends_with(".src_valid_mark")
        || name.ends_with(".forwarding")) {
      return Judged{Severity::info, "routes packets, as VPN containers must"};
    }
    return std::nullopt;
  }
  const bool own = names_namespace(name) || name.starts_with("fs.mqueue.");
  if (own) {
    return std::nullopt;
  }
  return Judged{Severity::medium,
                "is a setting of the whole host: the engine refuses it, or a privileged container "
                "changes the host"};
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const model::Variable& setting : service.sysctls) {
    const auto judged = judge(setting.name, setting.value);
    if (!judged) {
      continue;
    }
    const std::string shown = setting.name + "=" + setting.value.value_or("");
    issues.push_back({judged->severity,
                      "Service " + service.name + " sets " + shown + ": it " + judged->why + ".",
                      places(setting, shown),
                      judged->severity == Severity::info
                          ? "Nothing to do."
                          : "Delete " + setting.name + " from `" + path_of(service) + ".sysctls`.",
                      "sysctls[" + setting.name + "]"});
  }
  return conclude(service, std::move(issues), "no kernel setting that weakens");
}

} // namespace

Rule CO117() {
  return {.id = "CO117",
          .name = "weakening-sysctl",
          .title = "Kernel setting weakens the container",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "isolation"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
