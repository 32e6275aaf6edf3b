// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

bool is_everyone(std::string_view network) {
  return network == "0.0.0.0/0" || network == "::/0";
}

Issue issue_for(const model::Directive& directive, std::string message, std::string remedy) {
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = std::move(message);
  issue.evidence = {at(directive.span, directive.name + " " + model::arguments_text(directive))};
  issue.remedy = std::move(remedy);
  issue.key = directive.name + "|" + model::arguments_text(directive);
  return issue;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  if (proxy.kind != "nginx") {
    return not_applicable("no nginx configuration");
  }
  std::vector<Issue> issues;
  const auto trusted = model::anywhere(proxy.directives, "set_real_ip_from");
  for (const model::Directive* from : trusted) {
    if (is_everyone(model::argument(*from, 0))) {
      issues.push_back(issue_for(
          *from,
          "Any client that sends the header chooses its own address: limits, allow and deny, and "
          "logs go by what it says.",
          "Name the addresses of the proxy in front only, for example `set_real_ip_from "
          "172.16.0.0/12;`."));
    }
  }
  const auto headers = model::anywhere(proxy.directives, "real_ip_header");
  if (trusted.empty() && !headers.empty() && model::anywhere(proxy.directives, "include").empty()) {
    issues.push_back(issue_for(
        *headers.front(),
        "real_ip_header has no effect without set_real_ip_from: all clients have the address of "
        "the proxy in front, and one limit for all.",
        "Add `set_real_ip_from` with the network of the proxy in front."));
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX611() {
  return {.id = "PX611",
          .name = "real-ip-from-anyone",
          .title = "Every client may say which address it has",
          .severity = Severity::medium,
          .items = {"C8", "H8"},
          .controls = {},
          .tags = {"proxy", "limits"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
