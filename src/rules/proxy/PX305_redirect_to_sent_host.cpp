// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

bool open_names(const model::ProxyLevel& level) {
  const auto names = model::directives_named(
      level.server == nullptr ? level.own() : level.server->block, "server_name");
  return names.empty() || model::argument(*names.front(), 0) == "_"
         || model::argument(*names.front(), 0).empty();
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  for (const char* name : {"return", "rewrite"}) {
    for (const model::Directive* answer : model::directives_named(level.own(), name)) {
      const std::string text = model::arguments_text(*answer);
      if (!base::contains(text, "://$http_host")
          && !base::contains(text, "://$http_x_forwarded_host")) {
        continue;
      }
      issues.push_back(about(
          *answer, level, Severity::medium,
          "The target of the redirect is what the client sent as Host: caches "
          "and password mails can be led elsewhere.",
          open_names(level) ? "Write the name of the site, `https://app.example.com$request_uri`."
                            : "Write `https://$server_name$request_uri` or "
                              "`$host`."));
    }
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX305() {
  return {.id = "PX305",
          .name = "redirect-to-sent-host",
          .title = "A redirect goes to the host that the client sent",
          .severity = Severity::medium,
          .items = {"C4", "H8"},
          .controls = {},
          .tags = {"proxy", "tls"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
