// SPDX-License-Identifier: Apache-2.0
#include "rules/content_security_policy.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace secaudit::rules {

CspDirectives csp_directives(std::string_view policy) {
  CspDirectives out;
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

bool csp_allows(const std::vector<std::string>& sources, std::string_view expression) {
  return std::find(sources.begin(), sources.end(), expression) != sources.end();
}

const std::vector<std::string>* csp_scripts(const CspDirectives& directives) {
  for (const char* name : {"script-src", "default-src"}) {
    if (const auto found = directives.find(name); found != directives.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

} // namespace secaudit::rules
