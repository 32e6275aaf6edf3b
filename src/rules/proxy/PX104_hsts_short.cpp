// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <cctype>
#include <optional>
#include <set>

namespace secaudit::rules {
namespace {

constexpr long long enough = 15'552'000;

/// Seconds of max-age, nothing when it is not written as a number.
std::optional<long long> max_age(std::string_view value) {
  const std::string lower = base::to_lower(value);
  const std::size_t found = lower.find("max-age=");
  if (found == std::string::npos) {
    return std::nullopt;
  }
  long long seconds = 0;
  std::size_t at_digit = found + 8;
  at_digit += at_digit < lower.size() && lower[at_digit] == '"' ? 1U : 0U;
  const std::size_t begin = at_digit;
  while (at_digit < lower.size() && at_digit - begin < 15
         && std::isdigit(static_cast<unsigned char>(lower[at_digit])) != 0) {
    seconds = seconds * 10 + (lower[at_digit++] - '0');
  }
  return at_digit == begin ? std::nullopt : std::optional(seconds);
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::set<model::Span> seen;
  for (const model::ProxyServer& server : proxy.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      const model::HeaderSetting* header =
          find_header(location.headers, "Strict-Transport-Security");
      const auto age = header == nullptr ? std::nullopt : max_age(header->value);
      if (!age || *age >= enough || !seen.insert(header->span).second) {
        continue;
      }
      Issue issue;
      issue.severity = *age == 0 ? Severity::medium : Severity::low;
      issue.message = *age == 0
                          ? "max-age=0 takes the protection of Strict-Transport-Security away."
                          : "Browsers remember to use HTTPS for " + std::to_string(*age / 86400)
                                + " days only.";
      issue.evidence = {at(header->span, header->name + ": " + header->value)};
      issue.remedy = "Write `max-age=31536000; includeSubDomains`.";
      issue.key = title_of(server) + "|hsts-age";
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX104() {
  return {.id = "PX104",
          .name = "hsts-short",
          .title = "Strict-Transport-Security is short-lived",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers", "tls"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
