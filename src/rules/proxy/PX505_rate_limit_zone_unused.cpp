// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <set>

namespace secaudit::rules {
namespace {

std::string zone_of(const model::Directive& directive) {
  for (const auto& word : directive.arguments) {
    if (word->starts_with("zone=")) {
      return word->substr(5, word->find(':') == std::string::npos ? std::string::npos
                                                                  : word->find(':') - 5);
    }
  }
  return {};
}

/// The zones that directives of that name use.
std::set<std::string, std::less<>> used_zones(const model::ProxyConfig& proxy,
                                              const std::string& name) {
  std::set<std::string, std::less<>> out;
  for (const model::Directive* limit : model::anywhere(proxy.directives, name)) {
    out.insert(zone_of(*limit));
    out.emplace(model::argument(*limit, 0));
  }
  return out;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  if (proxy.kind != "nginx") {
    return not_applicable("no nginx configuration");
  }
  if (!model::anywhere(proxy.directives, "include").empty()) {
    return unknown("a file that is included cannot be seen");
  }
  std::vector<Issue> issues;
  for (const std::string name : {"limit_req", "limit_conn"}) {
    const auto used = used_zones(proxy, name);
    for (const model::Directive* zone : model::anywhere(proxy.directives, name + "_zone")) {
      const std::string title = zone_of(*zone);
      if (title.empty() || proxy.servers.empty() || used.contains(title)) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::low;
      issue.message = "The zone " + title + " is defined, but no " + name
                      + " uses it: nothing is limited by it.";
      issue.evidence = {at(zone->span, zone->name + " " + model::arguments_text(*zone))};
      issue.remedy = name == "limit_req"
                         ? "Write `limit_req zone=" + title
                               + " burst=20 nodelay;` in the locations that it is for."
                         : "Write `limit_conn " + title + " 20;` in the locations that it is for.";
      issue.key = zone->name + "|" + title;
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX505() {
  return {.id = "PX505",
          .name = "rate-limit-zone-unused",
          .title = "Rate limit zone is defined and never used",
          .severity = Severity::low,
          .items = {"C8"},
          .controls = {},
          .tags = {"proxy", "limits"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
