// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/nginx_mistakes.hpp"

#include "base/limits.hpp"
#include "model/proxy_levels.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace secaudit::project::proxy {
namespace {

using model::Directive;

/// Directives of which nginx says "is duplicate" (each was tried on nginx 1.22).
constexpr std::array<std::string_view, 36> only_once = {
    "alias",
    "auth_basic",
    "autoindex",
    "charset",
    "client_body_timeout",
    "client_max_body_size",
    "default_type",
    "etag",
    "expires",
    "fastcgi_pass",
    "grpc_pass",
    "gzip",
    "internal",
    "keepalive_timeout",
    "limit_req_status",
    "proxy_buffering",
    "proxy_cache",
    "proxy_connect_timeout",
    "proxy_http_version",
    "proxy_pass",
    "proxy_read_timeout",
    "proxy_send_timeout",
    "proxy_ssl_verify",
    "root",
    "satisfy",
    "sendfile",
    "server_tokens",
    "ssl_ciphers",
    "ssl_dhparam",
    "ssl_prefer_server_ciphers",
    "ssl_session_tickets",
    "ssl_session_timeout",
    "ssl_stapling",
    "tcp_nopush",
    "try_files",
    "uwsgi_pass",
};

bool may_follow_listen(std::string_view word) {
  constexpr std::array<std::string_view, 11> words = {
      "default_server", "default",  "ssl",       "http2", "quic",          "spdy",
      "bind",           "deferred", "reuseport", "udp",   "proxy_protocol"};
  constexpr std::array<std::string_view, 9> settings = {
      "setfib=",        "fastopen=", "backlog=",      "rcvbuf=",  "sndbuf=",
      "accept_filter=", "ipv6only=", "so_keepalive=", "multipath"};
  return word.find('$') != std::string_view::npos
         || std::find(words.begin(), words.end(), word) != words.end()
         || std::any_of(settings.begin(), settings.end(),
                        [&](std::string_view name) { return word.starts_with(name); });
}

void tell(const model::Span& span, std::string message, std::string hint,
          model::ProxyConfig& config) {
  if (config.diagnostics.size() < limits::nginx_diagnostics) {
    config.diagnostics.push_back({span, std::move(message), std::move(hint), true});
  }
}

void look(const Directive& level, model::ProxyConfig& config) {
  std::map<std::string_view, const Directive*> seen;
  for (const Directive& directive : level.block) {
    if (directive.name == "listen") {
      for (std::size_t i = 1; i < directive.arguments.size(); ++i) {
        if (!may_follow_listen(*directive.arguments[i])) {
          tell(directive.arguments[i].span,
               "invalid parameter \"" + *directive.arguments[i] + "\" of listen",
               "look for a missing `;` in front of it", config);
          break;
        }
      }
    }
    if (std::find(only_once.begin(), only_once.end(), directive.name) == only_once.end()) {
      continue;
    }
    if (const auto [first, added] = seen.try_emplace(directive.name, &directive); !added) {
      tell(directive.span,
           "\"" + directive.name + "\" directive is duplicate (line "
               + std::to_string(first->second->span.begin.line) + " has it already)",
           "delete one of the two", config);
    }
  }
}

void walk(const std::vector<Directive>& directives, model::ProxyConfig& config) {
  for (const Directive& directive : directives) {
    if (directive.has_block && (directive.name == "server" || directive.name == "location")) {
      look(directive, config);
    }
    if (directive.has_block && directive.name != "stream" && directive.name != "mail") {
      walk(directive.block, config);
    }
  }
}

} // namespace

void tell_mistakes(model::ProxyConfig& config) {
  // A text that could not be read has directives where none are.
  const bool broken = std::any_of(config.diagnostics.begin(), config.diagnostics.end(),
                                  [](const auto& diagnostic) { return diagnostic.fatal; });
  if (!broken) {
    const std::vector<Directive>& tree = config.directives;
    walk(tree, config);
  }
}

} // namespace secaudit::project::proxy
