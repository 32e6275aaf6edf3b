// SPDX-License-Identifier: Apache-2.0
// What the rules about proxies share (rules/checklist-and-proxy.md 1.3).
#pragma once

#include "model/proxy_levels.hpp"
#include "rules/rule.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// The levels of an nginx configuration; none for other servers.
std::vector<model::ProxyLevel> nginx_levels(const model::ProxyConfig& proxy);

/// An issue about a directive; the excerpt is the directive as written.
Issue about(const model::Directive& directive, const model::ProxyLevel& level, Severity severity,
            std::string message, std::string remedy);

/// Runs over all levels and collects what `look` reports; not applicable to other servers.
using LevelLook = std::function<void(const model::ProxyLevel& level, std::vector<Issue>& issues)>;
Verdict judge_levels(const model::ProxyConfig& proxy, const LevelLook& look);

/// "server app.example.com" or "the server on port 80".
std::string title_of(const model::ProxyServer& server);
/// "location /api/", or the server's own answers.
std::string title_of(const model::ProxyLocation& location);

bool has_tls(const model::ProxyServer& server);
/// Not on loopback or a socket only, not a server that only redirects or refuses.
bool answers_with_content(const model::ProxyServer& server);
/// Whether people outside the project reach the server: a port that it listens on is published (or
/// nothing is known of that), and a Traefik entry point has routers.
bool reached_from_outside(const model::ProxyConfig& proxy, const model::ProxyServer& server,
                          const Context& context);
/// A location whose answers people see: not internal, not answered by a redirect.
bool answers_with_content(const model::ProxyLocation& location);
/// The service is not published and another proxy of the project is: that one may add headers.
bool behind_other_proxy(const model::ProxyConfig& proxy, const Context& context);

const model::HeaderSetting* find_header(const std::vector<model::HeaderSetting>& headers,
                                        std::string_view name);
/// A package of the project that sets security headers in the application (helmet and the like), or
/// "".
std::string header_library(const Context& context);

/// What is asked of one header.
struct HeaderDemand {
  std::vector<std::string_view> any_of; ///< one of them is enough
  std::string_view directive_of_csp;    ///< a CSP with this directive is enough as well
  std::string_view value;               ///< for the remedy
  bool tls_only = false;
  Severity severity = Severity::low;
  std::string_view why; ///< completes "…, so "
};
/// One issue a server that answers without the header; unknown where code that we cannot see may
/// set it. What a lower level switched off is the business of PX101.
Verdict judge_missing(const model::ProxyConfig& proxy, const Context& context,
                      const HeaderDemand& demand);

/// What is wrong with a header's value.
struct HeaderFault {
  Severity severity = Severity::low;
  std::string message;
  std::string remedy;
};
using HeaderJudge = std::optional<HeaderFault> (*)(const model::HeaderSetting&);
/// Judges every place that sets the header, each once.
Verdict judge_header(const model::ProxyConfig& proxy, std::string_view name, HeaderJudge judge);

/// What a location answers to requests from other sites.
struct Cors {
  const model::HeaderSetting* origin = nullptr; ///< Access-Control-Allow-Origin
  bool credentials = false;
};
Cors cors_of(const model::ProxyLocation& location);

/// A value that names what the client sent.
bool from_client(std::string_view value);

} // namespace secaudit::rules
