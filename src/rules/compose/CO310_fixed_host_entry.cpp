// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool is_private(std::string_view ip) {
  if (ip == "host-gateway" || ip.starts_with("10.") || ip.starts_with("192.168.")
      || ip.starts_with("127.") || ip.starts_with("169.254.") || ip == "::1" || ip.starts_with("fd")
      || ip.starts_with("fe80")) {
    return true;
  }
  if (!ip.starts_with("172.")) {
    return false;
  }
  const auto second = leading_number(ip.substr(4));
  return second && *second >= 16 && *second <= 31;
}

bool is_public_name(std::string_view name) {
  static constexpr std::array<std::string_view, 12> inside{
      "local",   "localhost", "internal", "lan",    "home", "test",
      "example", "invalid",   "arpa",     "docker", "corp", "intranet"};
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) {
    return false;
  }
  return std::find(inside.begin(), inside.end(), base::to_lower(name.substr(dot + 1)))
         == inside.end();
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const model::Variable& host : service.extra_hosts) {
    const std::string ip = host.value.value_or("");
    const std::string shown = host.name + ":" + ip;
    const bool metadata = ip == "169.254.169.254" || ip == "fd00:ec2::254";
    if (!metadata && !is_public_name(host.name)) {
      continue;
    }
    const bool own = is_private(ip) && !metadata;
    issues.push_back({own ? Severity::info : Severity::medium,
                      metadata
                          ? "Service " + service.name + " names the metadata service of the cloud ("
                                + shown + "), which hands out the credentials of the host."
                          : "Service " + service.name + " reaches " + host.name + " at " + ip
                                + ", whatever the name service says"
                                + (own ? "."
                                       : ": when the address moves, it talks to a "
                                         "stranger."),
                      places(host, shown),
                      own ? "Nothing to do while the address is your own."
                          : "Delete " + host.name + " from `" + path_of(service) + ".extra_hosts`.",
                      "extra_hosts[" + host.name + "]"});
  }
  return conclude(service, std::move(issues), "no public name is bent");
}

} // namespace

Rule CO310() {
  return {.id = "CO310",
          .name = "fixed-host-entry",
          .title = "Name is bent to another address",
          .severity = Severity::info,
          .items = {},
          .controls = {},
          .tags = {"compose", "network"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
