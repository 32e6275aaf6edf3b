// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace secaudit::rules {
namespace {

constexpr std::string_view allow_origin = "Access-Control-Allow-Origin";

bool sets_origin(const std::vector<const model::Directive*>& headers) {
  return std::any_of(headers.begin(), headers.end(), [](const model::Directive* header) {
    return base::equals_ignoring_case(model::argument(*header, 0), allow_origin);
  });
}

/// A `return 204` whose own add_header switched the allowed origin of the level above off.
void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  const model::Directive* answer = model::own(level, "return");
  const auto own = model::directives_named(level.own(), "add_header");
  if (answer == nullptr || own.empty() || sets_origin(own)
      || (model::argument(*answer, 0) != "204" && model::argument(*answer, 0) != "200")) {
    return;
  }
  model::ProxyLevel above = level;
  above.chain.pop_back();
  above.indexes.pop_back();
  if (above.chain.empty() || !sets_origin(model::in_force(above, "add_header"))) {
    return;
  }
  Issue issue = about(*answer, level, Severity::medium,
                      "The answer of " + level.title()
                          + " lacks Access-Control-Allow-Origin: its own add_header switched the "
                            "inherited one off, and browsers refuse the preflight.",
                      "Repeat the add_header lines of the level above here.");
  issue.evidence.push_back(at(own.front()->span, "add_header here"));
  issues.push_back(std::move(issue));
}

std::optional<HeaderFault> judge(const model::HeaderSetting& header) {
  if (header.value != "*") {
    return std::nullopt;
  }
  return HeaderFault{Severity::info, "* allows every one.",
                     "List the methods and headers that the application uses."};
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues = judge_levels(proxy, look).issues;
  for (const char* name : {"Access-Control-Allow-Methods", "Access-Control-Allow-Headers"}) {
    Verdict wide = judge_header(proxy, name, judge);
    std::move(wide.issues.begin(), wide.issues.end(), std::back_inserter(issues));
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX406() {
  return {.id = "PX406",
          .name = "cors-preflight-broken",
          .title = "Preflight answer is too wide or lacks its headers",
          .severity = Severity::medium,
          .items = {"H11"},
          .controls = {},
          .tags = {"proxy", "cors"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
