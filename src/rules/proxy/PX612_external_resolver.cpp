// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace secaudit::rules {
namespace {

/// The four numbers of an IPv4 address; nothing for anything else.
std::optional<std::array<int, 4>> ipv4(std::string_view text) {
  std::array<int, 4> out{};
  const auto parts = base::split(text, '.');
  if (parts.size() != out.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto [end, error] =
        std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), out[i]);
    if (error != std::errc() || end != parts[i].data() + parts[i].size()) {
      return std::nullopt;
    }
  }
  return out;
}

bool is_private(const std::array<int, 4>& ip) {
  return ip[0] == 10 || ip[0] == 127 || (ip[0] == 172 && ip[1] >= 16 && ip[1] < 32)
         || (ip[0] == 192 && ip[1] == 168) || (ip[0] == 169 && ip[1] == 254)
         || (ip[0] == 100 && ip[1] >= 64 && ip[1] < 128);
}

bool is_public(std::string_view server) {
  if (server.starts_with('[') || std::count(server.begin(), server.end(), ':') > 1) {
    // Global unicast addresses are 2000::/3.
    const std::size_t first = server.starts_with('[') ? 1 : 0;
    return server.size() > first && (server[first] == '2' || server[first] == '3');
  }
  const auto ip = ipv4(server.substr(0, server.find(':')));
  return ip && !is_private(*ip);
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Directive* resolver : model::anywhere(proxy.directives, "resolver")) {
    for (const auto& word : resolver->arguments) {
      if (!is_public(*word)) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::low;
      issue.message = "Names are asked from " + *word
                      + " over plain DNS: whoever can forge its answers chooses where the proxy "
                        "connects.";
      issue.evidence = {at(resolver->span, "resolver " + model::arguments_text(*resolver))};
      issue.remedy = "Ask Docker's own resolver: `resolver 127.0.0.11 valid=10s;`.";
      issue.key = "resolver|" + *word;
      issues.push_back(std::move(issue));
      break;
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX612() {
  return {.id = "PX612",
          .name = "external-resolver",
          .title = "Names of upstreams are asked from a public resolver",
          .severity = Severity::low,
          .items = {"H10"},
          .controls = {"gixy resolver_external"},
          .tags = {"proxy", "upstreams"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
