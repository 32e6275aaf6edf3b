// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const char* name : {"limit_req_zone", "limit_conn_zone"}) {
    for (const model::Directive* zone : model::anywhere(proxy.directives, name)) {
      const std::string_view key = model::argument(*zone, 0);
      if (!from_client(key) || base::contains(key, "$binary_remote_addr")
          || base::contains(key, "$http_authorization")) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::medium;
      issue.message = "The limit counts by " + std::string(key)
                      + ", which the client sends: another value in every request, or none, and "
                        "nothing is limited.";
      issue.evidence = {at(zone->span, zone->name + " " + model::arguments_text(*zone))};
      issue.remedy = "Count by `$binary_remote_addr`; behind another proxy set it right by "
                     "`set_real_ip_from` and `real_ip_header`.";
      issue.key = zone->name + "|" + std::string(key);
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX502() {
  return {.id = "PX502",
          .name = "rate-limit-key-by-client",
          .title = "The client chooses the key of the rate limit",
          .severity = Severity::medium,
          .items = {"C8"},
          .controls = {},
          .tags = {"proxy", "limits"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
