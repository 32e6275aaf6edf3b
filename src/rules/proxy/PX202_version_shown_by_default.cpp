// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

bool clears_server(const model::ProxyConfig& proxy) {
  for (const char* name : {"more_clear_headers", "more_set_headers"}) {
    for (const model::Directive* directive : model::anywhere(proxy.directives, name)) {
      if (base::to_lower(model::arguments_text(*directive)).find("server") != std::string::npos) {
        return true;
      }
    }
  }
  return false;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  if (proxy.kind != "nginx") {
    return not_applicable("no nginx configuration");
  }
  if (clears_server(proxy)) {
    return pass("the Server header is replaced");
  }
  for (const model::ProxyServer& server : proxy.servers) {
    if (server.server_tokens) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::info;
    issue.message = "server_tokens is not set and is on by default: answers tell the version of "
                    "nginx.";
    issue.evidence = {at(server.span, "server_tokens on (default)")};
    issue.remedy = "Write `server_tokens off;` in the http or server block.";
    issue.key = "server_tokens";
    return fail(std::move(issue));
  }
  return pass("server_tokens is set");
}

} // namespace

Rule PX202() {
  return {.id = "PX202",
          .name = "version-shown-by-default",
          .title = "The server tells its version by default",
          .severity = Severity::info,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "leaks"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
