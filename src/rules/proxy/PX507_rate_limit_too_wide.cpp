// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <set>

namespace secaudit::rules {
namespace {

constexpr double most_per_second = 1000;
constexpr double most_burst_seconds = 10;

/// Requests a second of `10r/s` or `30r/m`; 0 when it cannot be read.
double per_second(std::string_view rate) {
  double value = 0;
  for (const char c : rate.substr(0, rate.find('r'))) {
    if (c < '0' || c > '9') {
      return 0;
    }
    value = value * 10 + (c - '0');
  }
  return rate.ends_with("/m") ? value / 60 : value;
}

double burst_of(const model::Directive& limit) {
  for (const auto& word : limit.arguments) {
    if (word->starts_with("burst=")) {
      return per_second(std::string_view(*word).substr(6));
    }
  }
  return 0;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::set<model::Span> seen;
  for (const model::Directive* limit : model::anywhere(proxy.directives, "limit_req")) {
    for (const model::ProxyServer& server : proxy.servers) {
      for (const model::ProxyLocation& location : server.locations) {
        for (const model::RateLimit& rate : location.limits) {
          const double speed = rate.span == limit->span ? per_second(rate.rate) : 0;
          const std::string text = model::arguments_text(*limit) + " ";
          const bool waits = text.find(" nodelay ") == std::string::npos
                             && burst_of(*limit) > most_burst_seconds * speed && speed > 0;
          if ((speed <= most_per_second && !waits) || !seen.insert(limit->span).second) {
            continue;
          }
          Issue issue;
          issue.severity = Severity::info;
          issue.message = waits ? "The burst queues more than ten seconds of requests: clients "
                                  "wait instead of being refused, and connections pile up."
                                : rate.rate + " from one client is more than a flood.";
          issue.evidence = {at(limit->span, "limit_req " + model::arguments_text(*limit))};
          issue.remedy = "Take a rate that a person or program needs (10r/s for an API, 5r/m for a "
                         "login) with a small burst and nodelay.";
          issue.key = title_of(server) + "|" + title_of(location) + "|" + rate.zone;
          issues.push_back(std::move(issue));
        }
      }
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX507() {
  return {.id = "PX507",
          .name = "rate-limit-too-wide",
          .title = "The rate limit is too wide to limit anything",
          .severity = Severity::info,
          .items = {"C8"},
          .controls = {},
          .tags = {"proxy", "limits"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
