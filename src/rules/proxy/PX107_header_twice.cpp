// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

bool may_repeat(std::string_view name) {
  for (const char* header : {"Set-Cookie", "Link", "Vary", "Cache-Control", "Via", "Server-Timing",
                             "Content-Security-Policy", "WWW-Authenticate"}) {
    if (base::equals_ignoring_case(name, header)) {
      return true;
    }
  }
  return false;
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  const auto headers = model::directives_named(level.own(), "add_header");
  for (std::size_t i = 0; i < headers.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const std::string_view name = model::argument(*headers[i], 0);
      if (!base::equals_ignoring_case(name, model::argument(*headers[j], 0)) || may_repeat(name)) {
        continue;
      }
      const bool same = model::argument(*headers[i], 1) == model::argument(*headers[j], 1);
      Issue issue = about(*headers[i], level, same ? Severity::low : Severity::medium,
                          std::string(name) + " is set twice in " + level.title()
                              + ": both lines are sent, and browsers differ in which one counts.",
                          "Delete one of the two.");
      issue.evidence.push_back(at(headers[j]->span, model::arguments_text(*headers[j])));
      issues.push_back(std::move(issue));
    }
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX107() {
  return {.id = "PX107",
          .name = "header-twice",
          .title = "A header is sent twice with different values",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
