// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

/// Answers that give nothing away: refusals and redirects.
bool is_harmless(const model::Directive& answer) {
  const std::string_view code = model::argument(answer, 0);
  return code.starts_with('3') || code.starts_with('4') || code.starts_with('5')
         || code.starts_with("http");
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  const model::Directive* answer = model::own(level, "return");
  const model::Directive* denied = model::own(level, "deny");
  if (answer == nullptr || denied == nullptr || is_harmless(*answer)) {
    return;
  }
  Issue issue = about(*answer, level, Severity::high,
                      "return answers everybody: it runs before allow and deny of " + level.title()
                          + " are looked at.",
                      "Serve the answer by try_files and a named location, or decide by `geo` and "
                      "`if ($denied) { return 403; }`.");
  issue.evidence.push_back(at(denied->span, "deny " + model::arguments_text(*denied)));
  issues.push_back(std::move(issue));
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX607() {
  return {.id = "PX607",
          .name = "return-before-access-rules",
          .title = "`return` answers before allow and deny",
          .severity = Severity::high,
          .items = {"H8"},
          .controls = {"gixy return_bypasses_allow_deny"},
          .tags = {"proxy", "paths"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
