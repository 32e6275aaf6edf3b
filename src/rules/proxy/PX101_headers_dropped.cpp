// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 8> security_headers = {"strict-transport-security",
                                                              "content-security-policy",
                                                              "x-frame-options",
                                                              "x-content-type-options",
                                                              "referrer-policy",
                                                              "permissions-policy",
                                                              "cross-origin-opener-policy",
                                                              "cross-origin-resource-policy"};

bool serves_assets(const model::ProxyLocation& location) {
  return location.modifier.starts_with('~') && base::contains(location.path, "\\.");
}

void judge(const model::ProxyServer& server, const model::ProxyLocation& location,
           std::vector<Issue>& issues) {
  std::vector<std::string> lost;
  bool heavy = false;
  for (const model::HeaderSetting& header : location.dropped) {
    const std::string name = base::to_lower(header.name);
    if (std::find(security_headers.begin(), security_headers.end(), name)
        != security_headers.end()) {
      lost.push_back(header.name);
      heavy = heavy || name == "strict-transport-security" || name == "content-security-policy";
    }
  }
  const bool redirects = location.returns && location.return_code.starts_with('3');
  if (location.dropped.empty() || redirects || !location.dropped_by) {
    return;
  }
  const bool security = !lost.empty();
  for (const model::HeaderSetting& header : location.dropped) {
    if (!security) {
      lost.push_back(header.name);
    }
  }
  Issue issue;
  issue.severity = !security                           ? Severity::info
                   : heavy && !serves_assets(location) ? Severity::high
                                                       : Severity::medium;
  issue.message = "In " + title_of(location) + " of " + title_of(server)
                  + " an add_header of its own drops " + base::join(lost, ", ")
                  + ", which are set further out.";
  issue.evidence = {at(*location.dropped_by, "drops the inherited headers")};
  for (const model::HeaderSetting& header : location.dropped) {
    issue.evidence.push_back(at(header.span, "add_header " + header.name + ": lost below"));
  }
  issue.remedy =
      "Put the security headers into a snippet and `include` it here as well; from nginx "
      "1.29.3 on `add_header_inherit merge;` at the server level does the same.";
  issue.key = title_of(server) + "|" + title_of(location);
  issues.push_back(std::move(issue));
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  if (proxy.kind != "nginx") {
    return not_applicable("only nginx drops inherited headers");
  }
  std::vector<Issue> issues;
  for (const model::ProxyServer& server : proxy.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      judge(server, location, issues);
    }
  }
  return from_issues(std::move(issues), "every level carries the headers set further out");
}

} // namespace

Rule PX101() {
  return {.id = "PX101",
          .name = "headers-dropped",
          .title = "A location drops the security headers of its server",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {"gixy add_header_redefinition"},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
