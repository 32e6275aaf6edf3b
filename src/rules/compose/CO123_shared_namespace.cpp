// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 4> vpn_words{"gluetun", "wireguard", "openvpn", "tailscale"};

const model::Service* partner_of(std::string_view mode, const Context& context) {
  return mode.starts_with("service:") && context.subjects.project
             ? context.subjects.project->service(mode.substr(8))
             : nullptr;
}

bool powerful(const model::Service& service) {
  return (service.privileged && service.privileged->value) || holds_engine_socket(service);
}

bool is_vpn(const model::Service& service) {
  const std::string image = service.image ? base::to_lower(service.image->value) : "";
  const bool named = std::any_of(vpn_words.begin(), vpn_words.end(), [&](std::string_view word) {
    return base::contains(image, word);
  });
  return named || std::any_of(service.cap_add.begin(), service.cap_add.end(), [](const auto& cap) {
           return capability_name(*cap) == "NET_ADMIN";
         });
}

void judge(const model::Service& service, std::string_view key,
           const std::optional<model::Sourced<std::string>>& mode, const Context& context,
           std::vector<Issue>& issues) {
  if (!mode || (!mode->value.starts_with("service:") && !mode->value.starts_with("container:"))) {
    return;
  }
  const model::Service* partner = partner_of(mode->value, context);
  const std::string name = mode->value.substr(mode->value.find(':') + 1);
  const bool network = key == "network_mode";
  const bool vpn = network && partner != nullptr && is_vpn(*partner);
  Issue issue;
  issue.severity = partner != nullptr && powerful(*partner) ? Severity::medium
                   : vpn                                    ? Severity::info
                                                            : Severity::low;
  issue.message = "Service " + service.name + " shares its "
                  + (network        ? std::string("network")
                     : key == "pid" ? std::string("processes")
                                    : std::string("memory segments"))
                  + " with " + name
                  + (network ? ": each reaches what the other binds to 127.0.0.1, and the ports of "
                                   + name + " are published for both."
                             : ": each can watch or disturb the other.");
  issue.evidence = places(*mode, std::string(key) + ": " + mode->value);
  issue.remedy =
      vpn ? "Nothing to do: this is how a service is sent through a VPN; the service dies "
            "with its tunnel."
          : "Delete `" + std::string(key) + "` from " + path_of(service)
                + " and put both on one network where they must talk.";
  issue.key = std::string(key);
  issues.push_back(std::move(issue));
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  judge(service, "network_mode", service.network_mode, context, issues);
  judge(service, "pid", service.pid, context, issues);
  judge(service, "ipc", service.ipc, context, issues);
  return conclude(service, std::move(issues), "namespaces of its own");
}

} // namespace

Rule CO123() {
  return {.id = "CO123",
          .name = "shared-namespace",
          .title = "Namespace shared with another container",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.16"},
          .tags = {"compose", "isolation"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
