// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/content_security_policy.hpp"
#include "rules/proxy_facts.hpp"

#include <vector>

namespace secaudit::rules {
namespace {

std::optional<HeaderFault> judge(const model::HeaderSetting& header) {
  const CspDirectives directives = csp_directives(header.value);
  if (base::contains(header.value, "$") && csp_scripts(directives) == nullptr) {
    return std::nullopt;
  }
  for (const char* name : {"script-src", "default-src", "object-src"}) {
    const auto found = directives.find(name);
    if (found == directives.end() || csp_allows(found->second, "'strict-dynamic'")) {
      continue;
    }
    for (const char* wild : {"*", "http:", "https:", "data:"}) {
      if (csp_allows(found->second, wild)) {
        return HeaderFault{Severity::medium,
                           std::string(name) + " allows " + wild + ", which is nearly everything.",
                           "Name the hosts that are needed."};
      }
    }
  }
  std::vector<std::string> missing;
  if (!directives.contains("object-src") && !directives.contains("default-src")) {
    missing.emplace_back("object-src");
  }
  for (const char* name : {"base-uri", "form-action", "frame-ancestors"}) {
    if (!directives.contains(name)) {
      missing.emplace_back(name);
    }
  }
  if (missing.empty()) {
    return std::nullopt;
  }
  return HeaderFault{Severity::low,
                     base::join(missing, ", ")
                         + " not set, and default-src does not stand in for "
                           "them.",
                     "Add `object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors "
                     "'none'`."};
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_header(proxy, "Content-Security-Policy", judge);
}

} // namespace

Rule PX113() {
  return {.id = "PX113",
          .name = "csp-wide",
          .title = "Content-Security-Policy is wide open",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
