// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
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
      // Inside an `if` the condition may have looked at the origin: PX403 judges it.
      if (cors.origin == nullptr || !base::contains(cors.origin->value, "$http_origin")
          || location.modifier == "if" || !seen.insert(cors.origin->span).second) {
        continue;
      }
      Issue issue;
      issue.severity = cors.credentials ? Severity::high : Severity::low;
      issue.message =
          std::string("Every origin is allowed")
          + (cors.credentials ? ", with credentials: any site can read answers with the "
                                "visitor's session."
                              : ": the origin that was sent is echoed.");
      issue.evidence = {
          at(cors.origin->span, "Access-Control-Allow-Origin: " + cors.origin->value)};
      issue.remedy = "Answer with the result of a `map $http_origin $cors_origin` that lists the "
                     "origins that may ask.";
      issue.key = title_of(server) + "|" + title_of(location) + "|cors";
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX402() {
  return {.id = "PX402",
          .name = "cors-origin-reflected",
          .title = "CORS answers every origin with its own name",
          .severity = Severity::high,
          .items = {"H11"},
          .controls = {"gixy origins"},
          .tags = {"proxy", "cors"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
