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

/// What the global block switches off, and what the version does not know yet.
struct Options {
  bool automatic_https = true;
  bool redirects = true;
  bool set_when_written = true; ///< `header >NAME VALUE`
};

/// Caddy 2.7 brought `>`; before, it was part of the name, and Go sends no such header.
bool knows_set_when_written(std::string_view version) {
  for (const std::string_view old : {"2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6"}) {
    const std::string_view rest = version.substr(std::min(old.size(), version.size()));
    if (version.starts_with(old) && (rest.empty() || rest[0] == '.' || rest[0] == '-')) {
      return false;
    }
  }
  return true;
}

Options options_of(const std::vector<Directive>& tree, std::string_view version) {
  Options out;
  out.set_when_written = knows_set_when_written(version);
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

void erase_header(std::string_view name, std::vector<model::HeaderSetting>& out) {
  std::erase_if(out, [&](const model::HeaderSetting& header) {
    return base::equals_ignoring_case(header.name, name);
  });
}

/// One line of `header`: `NAME VALUE`, `+NAME VALUE`, `-NAME`, `?NAME VALUE`, `>NAME VALUE`. Two
/// values after the name replace text in what the upstream sends and set nothing.
void add_header(const Directive& directive, bool deferred, const Options& options,
                std::vector<model::HeaderSetting>& out) {
  std::string name = directive.name;
  const std::string value(argument(directive, 0));
  const bool only_absent = name.starts_with('?');
  if (name.starts_with('-')) {
    return erase_header(std::string_view(name).substr(1), out);
  }
  if (directive.arguments.size() > 1 || (name.starts_with('>') && !options.set_when_written)) {
    return;
  }
  if (only_absent || name.starts_with('+') || name.starts_with('>')) {
    name.erase(0, 1);
  }
  if (!value.empty() && out.size() < limits::proxy_headers) {
    out.push_back({name, value, !deferred, directive.span, only_absent});
  }
}

/// `header [matcher] NAME VALUE` or a block of them. One deletion defers the whole block, and then
/// error answers do not carry it.
void apply_header(const Directive& header, const Options& options,
                  std::vector<model::HeaderSetting>& out) {
  const std::string_view first = argument(header, 0);
  const bool matcher = first.starts_with('/') || first.starts_with('@') || first == "*";
  if (matcher && first != "*" && first != "/*") {
    return;
  }
  if (header.has_block) {
    const bool deferred =
        std::any_of(header.block.begin(), header.block.end(), [](const Directive& line) {
          return line.name.starts_with('-') || line.name.starts_with('>') || line.name == "defer";
        });
    for (const Directive& line : header.block) {
      add_header(line, deferred, options, out);
    }
    return;
  }
  const std::size_t at = matcher ? 1 : 0;
  Directive line;
  line.name = argument(header, at);
  line.span = header.span;
  for (std::size_t i = at + 1; i < header.arguments.size(); ++i) {
    line.arguments.push_back(header.arguments[i]);
  }
  add_header(line, line.name.starts_with('-') || line.name.starts_with('>'), options, out);
}

void fill(const std::vector<Directive>& block, const Options& options,
          model::ProxyLocation& location) {
  for (const Directive& directive : block) {
    if (directive.name == "header") {
      apply_header(directive, options, location.headers);
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
                   const Options& options, model::ProxyServer& server) {
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
    fill(directive.block, options, location);
    server.locations.push_back(location);
    add_locations(directive.block, location, options, server);
  }
}

/// `handle_errors [CODE…]` answers errors: beside what was set at once it sends what it sets
/// itself. A header that it repeats for all codes is on every answer.
void add_error_route(const Directive& errors, const Options& options, model::ProxyServer& server) {
  model::ProxyLocation route;
  route.modifier = "@";
  route.path = model::arguments_text(errors).empty()
                   ? "handle_errors"
                   : "handle_errors " + model::arguments_text(errors);
  route.internal = true;
  route.span = errors.span;
  fill(errors.block, options, route);
  for (model::HeaderSetting& header : route.headers) {
    header.always = true; // written with the answer of this route
  }
  for (model::ProxyLocation& location : server.locations) {
    for (model::HeaderSetting& header : location.headers) {
      header.always =
          header.always
          || (errors.arguments.empty() && !location.internal
              && std::any_of(route.headers.begin(), route.headers.end(), [&](const auto& again) {
                   return base::equals_ignoring_case(again.name, header.name)
                          && again.value == header.value;
                 }));
    }
  }
  server.locations.push_back(std::move(route));
}

/// A name without a port is on 443 even where `auto_https off` leaves it without a certificate.
int named_port(const std::string& name, bool plain, bool tls) {
  return tls || (!plain && !name.empty()) ? 443 : 80;
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
          ? named_port(name, plain, listener.tls)
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
  fill(site.block, options, own);
  server.locations.push_back(own);
  add_locations(site.block, own, options, server);
  for (const Directive* errors : model::directives_named(site.block, "handle_errors")) {
    add_error_route(*errors, options, server);
  }
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
                                                 const std::vector<model::Variable>& environment,
                                                 std::string_view version) {
  const auto file = view.read(path);
  if (!file) {
    return std::nullopt;
  }
  model::ProxyConfig config;
  config.kind = "caddy";
  config.file = file->name;
  const std::vector<Directive> tree =
      with_site(parse_caddyfile(view, *file, environment, config.diagnostics));
  const Options options = options_of(tree, version);
  for (const Directive& site : tree) {
    if (site.name != "{" && site.has_block) {
      config.servers.push_back(server_of(site, options));
    }
  }
  return config;
}

} // namespace secaudit::project::proxy
