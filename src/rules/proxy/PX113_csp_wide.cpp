// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace secaudit::rules {
namespace {

using Directives = std::map<std::string, std::vector<std::string>>;

Directives directives_of(std::string_view policy) {
  Directives out;
  for (const std::string_view part : base::split(policy, ';')) {
    std::vector<std::string> words;
    for (const std::string_view word : base::split(base::trim(part), ' ')) {
      if (!word.empty()) {
        words.push_back(base::to_lower(word));
      }
    }
    if (!words.empty()) {
      const std::string name = words.front();
      words.erase(words.begin());
      out.try_emplace(name, std::move(words));
    }
  }
  return out;
}

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const std::vector<std::string>* scripts(const Directives& directives) {
  for (const char* name : {"script-src", "default-src"}) {
    if (const auto found = directives.find(name); found != directives.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

std::optional<HeaderFault> judge(const model::HeaderSetting& header) {
  const Directives directives = directives_of(header.value);
  if (base::contains(header.value, "$") && scripts(directives) == nullptr) {
    return std::nullopt;
  }
  for (const char* name : {"script-src", "default-src", "object-src"}) {
    const auto found = directives.find(name);
    if (found == directives.end() || has(found->second, "'strict-dynamic'")) {
      continue;
    }
    for (const char* wild : {"*", "http:", "https:", "data:"}) {
      if (has(found->second, wild)) {
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
