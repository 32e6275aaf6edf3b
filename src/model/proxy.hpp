// SPDX-License-Identifier: Apache-2.0
// Reverse proxies and web servers: what is listened on, and what an answer carries.
#pragma once

#include "model/source.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::model {

/// A directive of an nginx-like configuration with its block.
struct Directive {
  std::string name;
  std::vector<Sourced<std::string>> arguments;
  std::vector<Directive> block;
  bool has_block = false;
  Span span;                       ///< of the name
  std::vector<Span> include_chain; ///< includes that brought it, outermost first
};

/// A response header in force.
struct HeaderSetting {
  std::string name;
  std::string value;
  bool always = false; ///< also on error answers
  Span span;
  bool if_absent = false; ///< gives way to what the upstream sends
};

/// A rate limit in force.
struct RateLimit {
  std::string zone;
  std::string key;
  std::string rate;
  bool dry_run = false;
  Span span;
};

/// A location (or the server's own level when `path` is empty) with its effective settings.
struct ProxyLocation {
  std::string modifier; ///< "", "=", "~", "~*", "^~", "@"
  std::string path;
  std::string upstream; ///< proxy_pass target, "" when served locally
  bool returns = false; ///< answered by `return`
  std::string return_code;
  std::vector<HeaderSetting> headers;
  std::vector<HeaderSetting>
      dropped; ///< inherited headers that a lower level's own header switched off
  std::optional<Span> dropped_by;
  std::vector<RateLimit> limits;
  bool opaque = false; ///< headers may be set by code that we cannot see (Lua, njs)
  bool internal = false;
  Span span;
};

struct ProxyListener {
  std::string address; ///< "" = all
  int port = 80;
  bool tls = false;
  bool default_server = false;
  Span span;
};

struct ProxyServer {
  std::vector<std::string> names;
  std::vector<ProxyListener> listeners;
  bool redirects_to_https = false;
  std::vector<ProxyLocation> locations; ///< [0] is the server's own level
  std::optional<Sourced<std::string>> server_tokens;
  std::optional<Sourced<std::string>> ssl_protocols;
  std::optional<Sourced<std::string>> certificate;
  Span span;
};

struct ProxyConfig {
  std::string kind;    ///< nginx, caddy, traefik, apache, haproxy
  std::string service; ///< compose service that runs it, "" when unknown
  FileName file;       ///< main file
  std::vector<ProxyServer> servers;
  std::vector<Directive> directives; ///< the whole tree, includes spliced in (nginx)
  std::vector<Diagnostic> diagnostics;
};

} // namespace secaudit::model
