// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/caddyfile.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/proxy_levels.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::project::proxy {
namespace {

using model::argument;
using model::Directive;

/// What the global block switches off.
struct Options {
  bool automatic_https = true;
  bool redirects = true;
};

Options options_of(const std::vector<Directive>& tree) {
  Options out;
  for (const Directive& directive : tree) {
    if (directive.name != "{") {
      continue;
    }
    for (const Directive* option : model::directives_named(directive.block, "auto_https")) {
      const std::string_view value = argument(*option, 0);
      out.automatic_https = value != "off" && value != "disable_certs";
      out.redirects = out.automatic_https && value != "disable_redirects";
    }
  }
  return out;
}

void add_header(const Directive& directive, bool deferred, std::vector<model::HeaderSetting>& out) {
  std::string name = directive.name;
  const std::string value(argument(directive, 0));
  const bool only_absent = name.starts_with('?');
  if (name.starts_with('-')) {
    std::erase_if(out, [&](const model::HeaderSetting& header) {
      return base::equals_ignoring_case(header.name, std::string_view(name).substr(1));
    });
    return;
  }
  if (only_absent || name.starts_with('+') || name.starts_with('>')) {
    name.erase(0, 1);
  }
  if (!value.empty() && out.size() < limits::proxy_headers) {
    out.push_back({name, value, !deferred, directive.span});
  }
}

/// `header [matcher] NAME VALUE` or a block of them. One deletion defers the whole block, and then
/// error answers do not carry it.
void apply_header(const Directive& header, std::vector<model::HeaderSetting>& out) {
  const std::string_view first = argument(header, 0);
  const bool matcher = first.starts_with('/') || first.starts_with('@') || first == "*";
  if (matcher && first != "*" && first != "/*") {
    return;
  }
  if (header.has_block) {
    const bool deferred =
        std::any_of(header.block.begin(), header.block.end(), [](const Directive& line) {
          return line.name.starts_with('-') || line.name == "defer";
        });
    for (const Directive& line : header.block) {
      add_header(line, deferred, out);
    }
    return;
  }
  const std::size_t at = matcher ? 1 : 0;
  Directive line;
  line.name = argument(header, at);
  line.span = header.span;
  if (header.arguments.size() > at + 1) {
    line.arguments = {header.arguments[at + 1]};
  }
  add_header(line, line.name.starts_with('-'), out);
}

void fill(const std::vector<Directive>& block, model::ProxyLocation& location) {
  for (const Directive& directive : block) {
    if (directive.name == "header") {
      apply_header(directive, location.headers);
    } else if (directive.name == "reverse_proxy" || directive.name == "php_fastcgi") {
      const std::string_view first = argument(directive, 0);
      const bool matcher = first.starts_with('/') || first.starts_with('@') || first == "*";
      location.upstream = argument(directive, matcher ? 1 : 0);
      if (location.upstream.empty()) {
        location.upstream = "reverse_proxy";
      }
    } else if (directive.name == "rate_limit") {
      location.limits.push_back(
          {std::string(argument(directive, 0)), "", "", false, directive.span});
    } else if (directive.name == "redir" || directive.name == "respond") {
      location.returns = location.returns || !argument(directive, 0).starts_with('/');
    }
  }
}

void add_locations(const std::vector<Directive>& block, const model::ProxyLocation& outer,
                   model::ProxyServer& server) {
  for (const Directive& directive : block) {
    if ((directive.name != "handle" && directive.name != "handle_path" && directive.name != "route")
        || server.locations.size() >= limits::proxy_locations) {
      continue;
    }
    model::ProxyLocation location;
    location.path = argument(directive, 0).empty() ? "/" : argument(directive, 0);
    location.headers = outer.headers;
    location.limits = outer.limits;
    location.span = directive.span;
    fill(directive.block, location);
    server.locations.push_back(location);
    add_locations(directive.block, location, server);
  }
}

void add_listener(const Directive& site, std::string address, const Options& options,
                  model::ProxyServer& server) {
  const bool plain = address.starts_with("http://");
  const bool secure = address.starts_with("https://");
  address = base::replace_all(base::replace_all(address, "http://", ""), "https://", "");
  address = address.substr(0, address.find('/'));
  const std::size_t colon = address.rfind(':');
  std::string name = address;
  std::string port;
  if (colon != std::string::npos && address.find(']', colon) == std::string::npos) {
    name = address.substr(0, colon);
    port = address.substr(colon + 1);
  }
  const bool has_tls = !model::directives_named(site.block, "tls").empty();
  const bool automatic = !name.empty() && port != "80" && options.automatic_https;
  model::ProxyListener listener;
  listener.span = site.span;
  listener.tls = !plain && (secure || has_tls || automatic);
  listener.port =
      port.empty() || port.find_first_not_of("0123456789") != std::string::npos || port.size() > 5
          ? listener.tls ? 443 : 80
          : std::stoi(port);
  if (!name.empty()) {
    server.names.push_back(name);
  }
  server.redirects_to_https = server.redirects_to_https || (listener.tls && options.redirects);
  server.listeners.push_back(std::move(listener));
}

model::ProxyServer server_of(const Directive& site, const Options& options) {
  model::ProxyServer server;
  server.span = site.span;
  std::vector<std::string> addresses{site.name};
  for (const auto& item : site.arguments) {
    addresses.push_back(*item);
  }
  for (const std::string& text : addresses) {
    for (const std::string_view part : base::split(text, ',')) {
      if (!part.empty()) {
        add_listener(site, std::string(part), options, server);
      }
    }
  }
  model::ProxyLocation own;
  own.span = site.span;
  fill(site.block, own);
  server.locations.push_back(own);
  add_locations(site.block, own, server);
  for (const Directive* redirect : model::directives_named(site.block, "redir")) {
    server.redirects_to_https = server.redirects_to_https
                                || argument(*redirect, 0).starts_with("https://")
                                || argument(*redirect, 1).starts_with("https://");
  }
  return server;
}

/// A Caddyfile of one site needs no braces: its first line is the address.
std::vector<Directive> with_site(std::vector<Directive> tree) {
  const bool blocks = std::any_of(tree.begin(), tree.end(), [](const Directive& directive) {
    return directive.has_block && directive.name != "{";
  });
  const auto first = std::find_if(tree.begin(), tree.end(),
                                  [](const Directive& directive) { return directive.name != "{"; });
  if (first == tree.end() || (blocks && first->has_block)) {
    return tree;
  }
  Directive site = *first;
  site.has_block = true;
  site.block.assign(first + 1, tree.end());
  tree.erase(first, tree.end());
  tree.push_back(std::move(site));
  return tree;
}

} // namespace

std::optional<model::ProxyConfig> read_caddyfile(const ContainerView& view, const std::string& path,
                                                 const std::vector<model::Variable>& environment) {
  const auto file = view.read(path);
  if (!file) {
    return std::nullopt;
  }
  model::ProxyConfig config;
  config.kind = "caddy";
  config.file = file->name;
  const std::vector<Directive> tree =
      with_site(parse_caddyfile(view, *file, environment, config.diagnostics));
  const Options options = options_of(tree);
  for (const Directive& site : tree) {
    if (site.name != "{" && site.has_block) {
      config.servers.push_back(server_of(site, options));
    }
  }
  return config;
}

} // namespace secaudit::project::proxy
