// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <array>
#include <set>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 4> retired = {"SSLv2", "SSLv3", "TLSv1", "TLSv1.1"};

/// The retired versions that a list lets in. Apache's `all` and signs are understood; a version
/// alone is the oldest one of HAProxy.
std::vector<std::string> old_ones(std::string_view list, std::string_view kind) {
  std::set<std::string_view> on;
  for (const std::string_view written : base::split(list, ' ')) {
    const bool off = written.starts_with('-');
    const std::string_view word = off || written.starts_with('+') ? written.substr(1) : written;
    for (const std::string_view version : retired) {
      // OpenSSL of today has no SSL left that `all` could mean.
      const bool everything =
          kind == "apache" && base::equals_ignoring_case(word, "all") && version.starts_with("TLS");
      const bool newer = kind == "haproxy" && word == "TLSv1" && version == "TLSv1.1";
      if (!everything && !newer && !base::equals_ignoring_case(word, version)) {
        continue;
      }
      if (off) {
        on.erase(version);
      } else {
        on.insert(version);
      }
    }
  }
  return {on.begin(), on.end()};
}

Issue issue_for(const std::vector<std::string>& old, const model::Span& span, std::string excerpt,
                std::string_view kind) {
  Issue issue;
  issue.severity = old.front().starts_with("SSL") ? Severity::high : Severity::medium;
  issue.message = base::join(old, ", ") + " can be negotiated; they are broken or retired.";
  issue.evidence = {at(span, std::move(excerpt))};
  issue.remedy = kind == "apache"    ? "Write `SSLProtocol -all +TLSv1.2 +TLSv1.3`."
                 : kind == "haproxy" ? "Write `ssl-min-ver TLSv1.2`."
                                     : "Write `ssl_protocols TLSv1.2 TLSv1.3;`.";
  issue.key = "ssl_protocols";
  return issue;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Directive* protocols : model::anywhere(proxy.directives, "ssl_protocols")) {
    const std::string text = model::arguments_text(*protocols);
    if (const auto old = old_ones(text, proxy.kind); !old.empty()) {
      issues.push_back(issue_for(old, protocols->span, "ssl_protocols " + text, proxy.kind));
    }
  }
  std::set<model::Span> seen;
  for (const model::ProxyServer& server : proxy.servers) {
    if (proxy.kind == "nginx" || !server.ssl_protocols
        || !seen.insert(server.ssl_protocols->span).second) {
      continue;
    }
    const std::string& text = server.ssl_protocols->value;
    if (const auto old = old_ones(text, proxy.kind); !old.empty()) {
      issues.push_back(issue_for(old, server.ssl_protocols->span, text, proxy.kind));
    }
  }
  return from_issues(std::move(issues), "TLS 1.2 or newer only");
}

} // namespace

Rule PX303() {
  return {.id = "PX303",
          .name = "old-tls-version",
          .title = "Outdated TLS or SSL version is allowed",
          .severity = Severity::medium,
          .items = {"C4", "H8"},
          .controls = {},
          .tags = {"proxy", "tls"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
