// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::set<model::Span> seen;
  for (const model::ProxyServer& server : proxy.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      const Cors cors = cors_of(location);
      if (cors.origin == nullptr || cors.origin->value != "*" || !cors.credentials
          || !seen.insert(cors.origin->span).second) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::medium;
      issue.message = "Access-Control-Allow-Origin is * together with credentials in "
                      + title_of(location)
                      + ": browsers refuse it, and what was meant would open the site to every "
                        "other one.";
      issue.evidence = {at(cors.origin->span, "Access-Control-Allow-Origin: *")};
      issue.remedy = "Name the origins that may ask: a `map $http_origin $cors_origin { "
                     "\"https://app.example.com\" $http_origin; }` and `add_header "
                     "Access-Control-Allow-Origin $cors_origin always;`.";
      issue.key = title_of(server) + "|" + title_of(location) + "|cors";
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX401() {
  return {.id = "PX401",
          .name = "cors-any-origin-with-credentials",
          .title = "CORS allows every origin with credentials",
          .severity = Severity::medium,
          .items = {"H11"},
          .controls = {},
          .tags = {"proxy", "cors"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
