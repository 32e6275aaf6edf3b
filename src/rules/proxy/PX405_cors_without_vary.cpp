// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <set>

namespace secaudit::rules {
namespace {

bool varies(const model::ProxyLocation& location) {
  for (const model::HeaderSetting& header : location.headers) {
    if (base::equals_ignoring_case(header.name, "Vary")
        && (base::contains_ignoring_case(header.value, "origin") || header.value == "*")) {
      return true;
    }
  }
  return false;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::set<model::Span> seen;
  for (const model::ProxyServer& server : proxy.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      const Cors cors = cors_of(location);
      // A reflected origin is the business of PX402.
      if (cors.origin == nullptr || !base::contains(cors.origin->value, "$")
          || base::contains(cors.origin->value, "$http_origin") || varies(location)
          || !seen.insert(cors.origin->span).second) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::low;
      issue.message = "The allowed origin differs from request to request and caches are not told: "
                      "one origin can get the answer that was made for another.";
      issue.evidence = {
          at(cors.origin->span, "Access-Control-Allow-Origin: " + cors.origin->value)};
      issue.remedy = "Add `add_header Vary Origin always;` beside it.";
      issue.key = title_of(server) + "|" + title_of(location) + "|vary";
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX405() {
  return {.id = "PX405",
          .name = "cors-without-vary",
          .title = "Computed Access-Control-Allow-Origin without Vary",
          .severity = Severity::low,
          .items = {"H11"},
          .controls = {},
          .tags = {"proxy", "cors"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
