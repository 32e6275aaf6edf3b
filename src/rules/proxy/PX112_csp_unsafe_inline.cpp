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
  const auto* words = scripts(directives);
  if (words == nullptr) {
    return std::nullopt;
  }
  const bool cancelled = has(*words, "'strict-dynamic'")
                         || std::any_of(words->begin(), words->end(), [](const std::string& word) {
                              return word.starts_with("'nonce-") || word.starts_with("'sha");
                            });
  const bool inline_scripts = has(*words, "'unsafe-inline'") && !cancelled;
  if (!inline_scripts && !has(*words, "'unsafe-eval'")) {
    return std::nullopt;
  }
  return HeaderFault{
      Severity::medium,
      inline_scripts ? "'unsafe-inline' lets injected scripts run."
                     : "'unsafe-eval' lets text become code.",
      "Move scripts into files, or allow the ones that are needed by nonce or hash."};
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_header(proxy, "Content-Security-Policy", judge);
}

} // namespace

Rule PX112() {
  return {.id = "PX112",
          .name = "csp-unsafe-inline",
          .title = "Content-Security-Policy allows inline scripts",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
