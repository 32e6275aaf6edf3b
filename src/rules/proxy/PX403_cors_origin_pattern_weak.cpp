// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_regex_operator(std::string_view word) {
  return word == "~" || word == "~*" || word == "!~" || word == "!~*";
}

/// What is wrong with a pattern over Origin, or "".
std::string weakness(std::string_view pattern, bool referer) {
  std::string clean;
  // Escaped slashes are slashes; escaped dots are kept apart from plain ones.
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size() && pattern[i + 1] == '/') {
      continue;
    }
    clean += pattern[i];
  }
  if (!clean.starts_with("^http")) {
    return "it is not anchored at the beginning";
  }
  if (!referer && (clean.starts_with("^https?") || clean.starts_with("^http:"))) {
    return "it allows plain HTTP origins";
  }
  const std::size_t host = clean.find("://");
  const std::string rest = host == std::string::npos ? clean : clean.substr(host + 3);
  const bool ends =
      rest.ends_with('$') || (rest.ends_with("/") && rest.find("://") == std::string::npos);
  if (!ends) {
    return "it is not anchored at the end";
  }
  if (base::contains(rest, ".*") || base::contains(rest, ".+") || base::contains(rest, "[^/]+)?")) {
    return "it allows anything in a part of the name";
  }
  if (std::count(rest.begin(), rest.end(), '|') > 0 && base::contains(rest, "|([^/]+")) {
    return "one of its alternatives is not anchored";
  }
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '.' && (i == 0 || rest[i - 1] != '\\')) {
      return "a dot that is not escaped stands for any character";
    }
  }
  return {};
}

Issue issue_for(const model::Span& span, std::string_view pattern, const std::string& weak,
                std::string key) {
  Issue issue;
  issue.severity = Severity::high;
  issue.message = "The pattern " + std::string(pattern) + " lets other origins in: " + weak + ".";
  issue.evidence = {at(span, std::string(pattern))};
  issue.remedy =
      "Write it as `^https://app\\.example\\.com$`, or list the origins in a `map` without "
      "patterns.";
  issue.key = std::move(key);
  return issue;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Directive* condition : model::anywhere(proxy.directives, "if")) {
    const std::string_view subject = model::argument(*condition, 0);
    const bool referer = base::contains(subject, "refer");
    if (!(subject == "$http_origin" || referer)
        || !is_regex_operator(model::argument(*condition, 1))) {
      continue;
    }
    const std::string_view pattern = model::argument(*condition, 2);
    const std::string weak = subject == "$http_referrer"
                                 ? "the header is called Referer, $http_referrer is always empty"
                                 : weakness(pattern, referer);
    if (!weak.empty()) {
      issues.push_back(issue_for(condition->span, pattern, weak, "if|" + std::string(pattern)));
    }
  }
  for (const model::Directive* map : model::anywhere(proxy.directives, "map")) {
    for (const model::Directive& entry : map->block) {
      if (model::argument(*map, 0) != "$http_origin" || !entry.name.starts_with('~')
          || model::argument(entry, 0).empty() || model::argument(entry, 0) == "0") {
        continue;
      }
      const std::string pattern = entry.name.substr(entry.name.starts_with("~*") ? 2 : 1);
      const std::string weak = weakness(pattern, false);
      if (!weak.empty()) {
        issues.push_back(issue_for(entry.span, pattern, weak, "map|" + pattern));
      }
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX403() {
  return {.id = "PX403",
          .name = "cors-origin-pattern-weak",
          .title = "The pattern for allowed origins lets others in",
          .severity = Severity::high,
          .items = {"H11"},
          .controls = {"gixy origins"},
          .tags = {"proxy", "cors"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
