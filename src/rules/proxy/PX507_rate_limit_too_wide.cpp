// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <map>

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

/// What is wrong with a limit, or "".
std::string fault(const model::Directive& limit, const model::RateLimit& rate) {
  const double speed = per_second(rate.rate);
  const std::string text = model::arguments_text(limit) + " ";
  if (speed > most_per_second) {
    return rate.rate + " from one client is more than a flood.";
  }
  const bool waits = text.find(" nodelay ") == std::string::npos && speed > 0
                     && burst_of(limit) > most_burst_seconds * speed;
  return waits ? "The burst queues more than ten seconds of requests: clients wait instead of "
                 "being refused, and connections pile up."
               : "";
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::map<model::Span, const model::Directive*> written;
  for (const model::Directive* limit : model::anywhere(proxy.directives, "limit_req")) {
    written.emplace(limit->span, limit);
  }
  std::vector<Issue> issues;
  for (const model::ProxyServer& server : proxy.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      for (const model::RateLimit& rate : location.limits) {
        // Each limit is judged once, at the first level where it holds.
        const auto limit = written.find(rate.span);
        if (limit == written.end()) {
          continue;
        }
        const std::string wrong = fault(*limit->second, rate);
        const std::string text = model::arguments_text(*limit->second);
        written.erase(limit);
        if (wrong.empty()) {
          continue;
        }
        Issue issue;
        issue.severity = Severity::info;
        issue.message = wrong;
        issue.evidence = {at(rate.span, "limit_req " + text)};
        issue.remedy = "Take a rate that a person or program needs (10r/s for an API, 5r/m for a "
                       "login) with a small burst and nodelay.";
        issue.key = title_of(server) + "|" + title_of(location) + "|" + rate.zone;
        issues.push_back(std::move(issue));
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
