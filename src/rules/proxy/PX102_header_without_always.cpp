// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 6> wanted = {
    "strict-transport-security", "content-security-policy", "x-frame-options",
    "x-content-type-options",    "referrer-policy",         "permissions-policy"};

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  std::vector<std::string> names;
  const model::Directive* first = nullptr;
  for (const model::Directive* header : model::directives_named(level.own(), "add_header")) {
    const std::string name = base::to_lower(model::argument(*header, 0));
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()
        && model::argument(*header, 2) != "always" && !model::argument(*header, 1).empty()) {
      names.emplace_back(model::argument(*header, 0));
      first = first == nullptr ? header : first;
    }
  }
  if (first == nullptr) {
    return;
  }
  issues.push_back(about(*first, level, Severity::low,
                         base::join(names, ", ") + " in " + level.title()
                             + " is not sent with error answers: `always` is missing.",
                         "Write `always` at the end of the add_header line, before the `;`."));
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX102() {
  return {.id = "PX102",
          .name = "header-without-always",
          .title = "Security header missing on error answers",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
