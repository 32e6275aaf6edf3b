// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace secaudit::rules {
namespace {

bool is_local(std::string_view origin) {
  constexpr std::array<std::string_view, 6> hosts = {"://localhost", "://127.",     "://0.0.0.0",
                                                     "://[::1]",     "://192.168.", "://10."};
  const std::string plain = base::replace_all(origin, "\\", "");
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](std::string_view host) { return base::contains(plain, host); });
}

class Findings {
 public:
  std::vector<Issue> issues;

  void judge(std::string_view origin, const model::Span& span, const std::string& where) {
    const bool null = origin == "null";
    if ((!null && !is_local(origin)) || !seen_.insert(span).second) {
      return;
    }
    Issue issue;
    issue.severity = null ? Severity::medium : Severity::low;
    issue.message = null ? "The origin null is allowed: every sandboxed frame and every local file "
                           "has it, so any page can call."
                         : "The origin " + std::string(origin)
                               + " is allowed: what runs on a visitor's own machine may call.";
    issue.evidence = {at(span, std::string(origin))};
    issue.remedy = "Keep the public https origins only; put local ones into the development "
                   "configuration.";
    issue.key = where + "|" + std::string(origin);
    issues.push_back(std::move(issue));
  }

 private:
  std::set<model::Span> seen_;
};

bool grants(const model::Directive& entry) {
  const std::string_view value = model::argument(entry, 0);
  return !value.empty() && value != "0";
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  Findings findings;
  for (const model::ProxyServer& server : proxy.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      const Cors cors = cors_of(location);
      if (cors.origin != nullptr) {
        findings.judge(cors.origin->value, cors.origin->span, title_of(location));
      }
    }
  }
  for (const model::Directive* map : model::anywhere(proxy.directives, "map")) {
    for (const model::Directive& entry : map->block) {
      if (model::argument(*map, 0) == "$http_origin" && grants(entry)) {
        findings.judge(entry.name, entry.span, "map");
      }
    }
  }
  for (const model::Directive* condition : model::anywhere(proxy.directives, "if")) {
    if (model::argument(*condition, 0) == "$http_origin") {
      findings.judge(model::argument(*condition, 2), condition->span, "if");
    }
  }
  return from_issues(std::move(findings.issues));
}

} // namespace

Rule PX404() {
  return {.id = "PX404",
          .name = "cors-null-or-local-origin",
          .title = "CORS allows the null origin or a local one",
          .severity = Severity::medium,
          .items = {"H11"},
          .controls = {},
          .tags = {"proxy", "cors"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
