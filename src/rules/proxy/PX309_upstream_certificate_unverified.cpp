// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

std::string_view host_in(std::string_view target) {
  target.remove_prefix(std::string_view("https://").size());
  return target.substr(0, target.find_first_of(":/"));
}

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  return judge_levels(proxy, [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    const model::Directive* pass = model::own(level, "proxy_pass");
    const std::string_view target = pass == nullptr ? "" : model::argument(*pass, 0);
    const model::Directive* verify = model::setting(level, "proxy_ssl_verify");
    if (!target.starts_with("https://")
        || (verify != nullptr && model::argument(*verify, 0) == "on")) {
      return;
    }
    const bool inside =
        context.subjects.project && context.subjects.project->service(host_in(target)) != nullptr;
    issues.push_back(about(*pass, level, inside ? Severity::info : Severity::low,
                           "nginx does not look at the certificate of " + std::string(target)
                               + ": anyone in between can answer.",
                           "Add `proxy_ssl_verify on;`, `proxy_ssl_trusted_certificate "
                           "/etc/ssl/certs/ca-certificates.crt;` and `proxy_ssl_server_name "
                           "on;`."));
  });
}

} // namespace

Rule PX309() {
  return {.id = "PX309",
          .name = "upstream-certificate-unverified",
          .title = "The upstream’s certificate is not verified",
          .severity = Severity::low,
          .items = {"C4", "H10"},
          .controls = {},
          .tags = {"proxy", "tls"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
