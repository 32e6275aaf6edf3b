// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

/// What stands behind scheme and host: "/api/", "".
std::string_view path_of(std::string_view target) {
  const std::size_t scheme = target.find("://");
  const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t slash = target.find('/', begin);
  return slash == std::string_view::npos ? std::string_view() : target.substr(slash);
}

bool takes_raw_path(const model::ProxyLevel& level) {
  for (const auto* block : level.chain) {
    for (const model::Directive* rewrite : model::directives_named(*block, "rewrite")) {
      if (base::contains(model::argument(*rewrite, 1), "$request_uri")) {
        return true;
      }
    }
  }
  return false;
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  const model::Directive* pass = model::own(level, "proxy_pass");
  const std::string_view target = pass == nullptr ? "" : model::argument(*pass, 0);
  const bool exact = level.self != nullptr && model::argument(*level.self, 0) == "=";
  if (pass == nullptr || exact
      || (target.find("://") == std::string_view::npos && !target.starts_with('$'))) {
    return;
  }
  const std::string_view path = path_of(target);
  const bool replaced = !path.empty() && !base::contains(path, "$");
  const bool encoded_twice = path.empty() && !target.starts_with('$') && takes_raw_path(level);
  if (replaced || encoded_twice) {
    issues.push_back(about(*pass, level, Severity::info,
                           replaced ? "nginx decodes the path and cuts the location's part off "
                                      "before it passes it on: %2F arrives as /."
                                    : "The raw path is encoded once more on its way: %2F arrives "
                                      "as %252F.",
                           "Where the application tells encoded and plain slashes apart, leave the "
                           "path out of proxy_pass."));
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX614() {
  return {.id = "PX614",
          .name = "path-decoded-on-the-way",
          .title = "The path is decoded before it is passed on",
          .severity = Severity::info,
          .items = {"H8"},
          .controls = {"gixy proxy_pass_normalized"},
          .tags = {"proxy", "paths"},
          .fix = Fix::none,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
