// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/apache.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/proxy_levels.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

namespace secaudit::project::proxy {
namespace {

using model::argument;
using model::Directive;
using model::HeaderSetting;

constexpr std::array<std::string_view, 4> main_files = {
    "/usr/local/apache2/conf/httpd.conf", "/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf",
    "/etc/apache2/httpd.conf"};
/// What Debian's apache2.conf and the images made from it include.
constexpr std::array<std::string_view, 5> site_files = {
    "/etc/apache2/conf-enabled/*.conf", "/etc/apache2/sites-enabled/*.conf",
    "/etc/apache2/sites-available/000-default.conf", "/etc/apache2/conf.d/*.conf",
    "/etc/httpd/conf.d/*.conf"};

/// Modules that are loaded, as far as the files tell; empty when they load none themselves.
using Modules = std::set<std::string>;

void collect_modules(const std::vector<Directive>& block, Modules& out) {
  for (const Directive& directive : block) {
    if (directive.name == "loadmodule") {
      out.insert(std::string(argument(directive, 0)));
    }
    collect_modules(directive.block, out);
  }
}

/// Whether an `IfModule` holds. Without any LoadModule the image's own file decides, which loads
/// what Debian enables by a2enmod: taken as loaded.
bool holds(const Directive& condition, const Modules& modules) {
  std::string name(argument(condition, 0));
  const bool negated = name.starts_with('!');
  name.erase(0, negated ? 1 : 0);
  if (name.starts_with("mod_") && name.ends_with(".c")) {
    name = name.substr(4, name.size() - 6) + "_module";
  }
  const bool loaded = modules.empty() || modules.contains(name);
  return loaded != negated;
}

/// Directives with the sections that are conditions opened.
std::vector<Directive> opened(const std::vector<Directive>& block, const Modules& modules) {
  std::vector<Directive> out;
  for (const Directive& directive : block) {
    if (directive.name == "ifmodule" || directive.name == "ifdefine"
        || directive.name == "ifversion") {
      if (directive.name == "ifmodule" && holds(directive, modules)) {
        for (Directive& inner : opened(directive.block, modules)) {
          out.push_back(std::move(inner));
        }
      }
      continue;
    }
    Directive copy = directive;
    copy.block = opened(directive.block, modules);
    out.push_back(std::move(copy));
  }
  return out;
}

bool same_name(const HeaderSetting& header, std::string_view name) {
  return base::equals_ignoring_case(header.name, name);
}

/// `Header [always] ACTION NAME [VALUE]` on what is in force so far.
void apply_header(const Directive& directive, std::vector<HeaderSetting>& headers) {
  std::size_t at = 0;
  const std::string table = base::to_lower(argument(directive, 0));
  const bool always = table == "always";
  at += always || table == "onsuccess" ? 1U : 0U;
  const std::string action = base::to_lower(argument(directive, at));
  std::string_view name = argument(directive, at + 1);
  name = name.ends_with(':') ? name.substr(0, name.size() - 1) : name;
  const std::string value(argument(directive, at + 2));
  const auto in_table = [&](const HeaderSetting& header) {
    return same_name(header, name) && header.always == always;
  };
  if (action == "unset" || action == "set") {
    std::erase_if(headers, in_table);
  }
  const bool present = std::any_of(headers.begin(), headers.end(), in_table);
  if (headers.size() >= limits::proxy_headers) {
    return;
  }
  if (action == "set" || action == "add" || (action == "setifempty" && !present)
      || ((action == "append" || action == "merge") && !present)) {
    headers.push_back({std::string(name), value, always, directive.span});
  } else if (action == "append" || action == "merge") {
    const auto found = std::find_if(headers.begin(), headers.end(), in_table);
    found->value += ", " + value;
  }
}

bool redirects(const Directive& directive) {
  const std::string_view last =
      directive.arguments.empty() ? "" : argument(directive, directive.arguments.size() - 1);
  if (directive.name == "redirect" || directive.name == "redirectpermanent"
      || directive.name == "redirectmatch") {
    const std::string_view from = argument(directive, directive.arguments.size() > 2 ? 1 : 0);
    return last.starts_with("https://") && (from == "/" || from.starts_with("^"));
  }
  return directive.name == "rewriterule" && argument(directive, 1).starts_with("https://")
         && (argument(directive, 0) == "^" || argument(directive, 0) == "(.*)"
             || argument(directive, 0) == "^(.*)$" || argument(directive, 0) == "^/?(.*)"
             || argument(directive, 0) == "^(.*)" || argument(directive, 0) == ".*");
}

void apply_limit(const Directive& directive, std::vector<model::RateLimit>& limits) {
  constexpr std::array<std::string_view, 4> names = {"dospagecount", "dossitecount",
                                                     "qs_srvmaxconnperip", "qs_locrequestlimit"};
  if (std::find(names.begin(), names.end(), directive.name) != names.end()) {
    limits.push_back({directive.name, "client address",
                      std::string(argument(directive, directive.arguments.size() > 1 ? 1 : 0)),
                      false, directive.span});
  }
}

void follow(const std::vector<Directive>& block, model::ProxyLocation& location) {
  for (const Directive& directive : block) {
    if (directive.name == "header") {
      apply_header(directive, location.headers);
    }
    apply_limit(directive, location.limits);
  }
}

bool is_path_section(const Directive& directive) {
  return directive.has_block
         && (directive.name == "location" || directive.name == "locationmatch"
             || directive.name == "directory" || directive.name == "directorymatch"
             || directive.name == "files" || directive.name == "filesmatch");
}

void add_locations(const std::vector<Directive>& block, const model::ProxyLocation& own,
                   model::ProxyServer& server) {
  for (const Directive& directive : block) {
    if (server.locations.size() >= limits::proxy_locations) {
      return;
    }
    if (is_path_section(directive)) {
      model::ProxyLocation location = own;
      const bool pattern = directive.name.ends_with("match") || argument(directive, 0) == "~";
      location.modifier = pattern ? "~" : directive.name == "location" ? "" : directive.name;
      location.path = argument(directive, argument(directive, 0) == "~" ? 1 : 0);
      location.span = directive.span;
      follow(directive.block, location);
      for (const Directive* pass : model::directives_named(directive.block, "proxypass")) {
        location.upstream = argument(*pass, 0);
      }
      server.locations.push_back(std::move(location));
    } else if (directive.name == "proxypass" && directive.arguments.size() > 1
               && argument(directive, 1) != "!") {
      model::ProxyLocation location = own;
      location.path = argument(directive, 0);
      location.upstream = argument(directive, 1);
      location.span = directive.span;
      server.locations.push_back(std::move(location));
    }
  }
}

model::ProxyListener listener_of(std::string_view address, bool tls, const model::Span& span) {
  model::ProxyListener out;
  out.tls = tls;
  out.port = tls ? 443 : 80;
  out.span = span;
  const std::size_t colon = address.rfind(':');
  const std::string_view digits = address.substr(colon == std::string_view::npos ? 0 : colon + 1);
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error == std::errc() && end == digits.data() + digits.size()) {
    out.port = port;
    out.address = colon == std::string_view::npos ? "" : address.substr(0, colon);
  }
  if (out.address == "*" || out.address == "_default_" || out.address == "0.0.0.0") {
    out.address.clear();
  }
  return out;
}

model::Sourced<std::string> text_of(const Directive& directive) {
  return {model::arguments_text(directive), directive.span, {}, {}};
}

void take_settings(const std::vector<Directive>& block, model::ProxyServer& server) {
  for (const Directive& directive : block) {
    if (directive.name == "servername" || directive.name == "serveralias") {
      for (const auto& name : directive.arguments) {
        server.names.push_back(name->substr(0, name->find(':')));
      }
    } else if (directive.name == "sslcertificatefile") {
      server.certificate = text_of(directive);
    } else if (directive.name == "sslprotocol") {
      server.ssl_protocols = text_of(directive);
    } else if (directive.name == "servertokens") {
      server.server_tokens = text_of(directive);
    }
    server.redirects_to_https = server.redirects_to_https || redirects(directive);
  }
}

bool has_tls(const std::vector<Directive>& block) {
  const auto engines = model::directives_named(block, "sslengine");
  return !engines.empty() && base::equals_ignoring_case(argument(*engines.back(), 0), "on");
}

model::ProxyServer server_of(const Directive& host, const std::vector<Directive>& outer,
                             const model::ProxyLocation& base_level) {
  model::ProxyServer server;
  server.span = host.span;
  take_settings(outer, server);
  server.names.clear();
  server.redirects_to_https = false;
  take_settings(host.block, server);
  for (const auto& address : host.arguments) {
    server.listeners.push_back(listener_of(*address, has_tls(host.block), host.span));
  }
  model::ProxyLocation own = base_level;
  own.span = host.span;
  follow(host.block, own);
  server.locations.push_back(own);
  add_locations(outer, own, server);
  add_locations(host.block, own, server);
  return server;
}

/// Without virtual hosts the main server answers on every Listen.
model::ProxyServer main_server(const std::vector<Directive>& tree,
                               const model::ProxyLocation& own) {
  model::ProxyServer server;
  server.span = own.span;
  take_settings(tree, server);
  for (const Directive* listen : model::directives_named(tree, "listen")) {
    server.listeners.push_back(listener_of(argument(*listen, 0), has_tls(tree), listen->span));
  }
  if (server.listeners.empty()) {
    server.listeners.push_back({{}, 80, has_tls(tree), true, own.span});
  }
  server.locations.push_back(own);
  add_locations(tree, own, server);
  return server;
}

void fill(const std::vector<Directive>& raw, model::ProxyConfig& config) {
  Modules modules;
  collect_modules(raw, modules);
  std::vector<Directive> tree = opened(raw, modules);
  if (tree.empty()) {
    return;
  }
  // A whole configuration that does not load the module does not start with `Header` in it; a
  // Header inside IfModule was taken out above.
  model::ProxyLocation own;
  own.span = tree.front().span;
  follow(tree, own);
  const auto hosts = model::directives_named(tree, "virtualhost");
  for (const Directive* host : hosts) {
    config.servers.push_back(server_of(*host, tree, own));
  }
  if (hosts.empty()) {
    config.servers.push_back(main_server(tree, own));
  }
}

} // namespace

std::optional<model::ProxyConfig> read_apache(const ContainerView& view) {
  model::ProxyConfig config;
  config.kind = "apache";
  std::vector<Directive> tree;
  const auto append = [&](const std::string& path) {
    const auto file = view.read(path);
    if (!file) {
      return;
    }
    config.file = config.file.empty() ? file->name : config.file;
    auto more = parse_apache(view, path, config.diagnostics);
    std::move(more.begin(), more.end(), std::back_inserter(tree));
  };
  for (const std::string_view path : main_files) {
    append(std::string(path));
  }
  for (const std::string_view pattern :
       tree.empty() ? std::vector<std::string_view>(site_files.begin(), site_files.end())
                    : std::vector<std::string_view>{}) {
    for (const std::string& path : view.matches(std::string(pattern))) {
      append(path);
    }
  }
  if (config.file.empty()) {
    return std::nullopt;
  }
  fill(tree, config);
  return config;
}

} // namespace secaudit::project::proxy
