// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 4> important = {"host", "x-forwarded-for",
                                                       "x-forwarded-proto", "x-real-ip"};

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  const auto own = model::directives_named(level.own(), "proxy_set_header");
  if (own.empty()) {
    return;
  }
  std::vector<const model::Directive*> outer;
  for (std::size_t depth = level.indexes.size() - 1; depth-- > 0 && outer.empty();) {
    outer = level.named(depth, "proxy_set_header");
  }
  std::vector<std::string> lost;
  for (const model::Directive* header : outer) {
    const std::string name = base::to_lower(model::argument(*header, 0));
    const bool repeated = std::any_of(own.begin(), own.end(), [&](const model::Directive* mine) {
      return base::equals_ignoring_case(model::argument(*mine, 0), name);
    });
    if (!repeated && std::find(important.begin(), important.end(), name) != important.end()) {
      lost.emplace_back(model::argument(*header, 0));
    }
  }
  if (!lost.empty()) {
    issues.push_back(about(*own.front(), level, Severity::medium,
                           "A proxy_set_header of its own drops " + base::join(lost, ", ") + " in "
                               + level.title() + ": the application sees the proxy as its client.",
                           "Repeat these lines here, best by an included file."));
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX610() {
  return {.id = "PX610",
          .name = "proxy-headers-dropped",
          .title = "A location drops the forwarded headers",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "paths"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
