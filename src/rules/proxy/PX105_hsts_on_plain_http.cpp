// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  if (behind_other_proxy(proxy, context)) {
    return not_applicable("another proxy of the project stands in front");
  }
  std::vector<Issue> issues;
  for (const model::ProxyServer& server : proxy.servers) {
    if (server.listeners.empty() || has_tls(server)) {
      continue;
    }
    for (const model::ProxyLocation& location : server.locations) {
      const model::HeaderSetting* header =
          find_header(location.headers, "Strict-Transport-Security");
      if (header == nullptr) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::low;
      issue.message = "Browsers ignore Strict-Transport-Security on plain HTTP, and "
                      + title_of(server) + " has no TLS.";
      issue.evidence = {at(header->span, header->name + ": " + header->value)};
      issue.remedy = "Send it from the server that listens with TLS.";
      issue.key = title_of(server) + "|hsts-http";
      issues.push_back(std::move(issue));
      break;
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX105() {
  return {.id = "PX105",
          .name = "hsts-on-plain-http",
          .title = "Strict-Transport-Security on plain HTTP only",
          .severity = Severity::low,
          .items = {"H8", "C4"},
          .controls = {},
          .tags = {"proxy", "headers", "tls"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
