// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

bool hides_original(const model::ProxyLevel& level) {
  for (const char* name : {"proxy_hide_header", "fastcgi_hide_header", "uwsgi_hide_header",
                           "scgi_hide_header", "grpc_hide_header"}) {
    for (const model::Directive* hidden : model::in_force(level, name)) {
      if (base::equals_ignoring_case(model::argument(*hidden, 0), "Content-Type")) {
        return true;
      }
    }
  }
  return false;
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  for (const model::Directive* header : model::directives_named(level.own(), "add_header")) {
    if (base::equals_ignoring_case(model::argument(*header, 0), "Content-Type")
        && !hides_original(level)) {
      issues.push_back(about(*header, level, Severity::low,
                             "The answer gets two Content-Type lines: nginx sends its own as well.",
                             "Write `default_type` instead."));
    }
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX128() {
  return {.id = "PX128",
          .name = "content-type-by-add-header",
          .title = "Content-Type is set by add_header",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {"gixy add_header_content_type"},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
