// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/nginx_effective.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/proxy_levels.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace secaudit::project::proxy {
namespace {

using model::argument;
using model::Directive;
using model::HeaderSetting;
using model::ProxyLevel;

constexpr std::array<std::string_view, 5> pass_names = {"proxy_pass", "fastcgi_pass", "uwsgi_pass",
                                                        "scgi_pass", "grpc_pass"};

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

model::ProxyListener listener_of(const Directive& directive) {
  model::ProxyListener out;
  out.span = directive.span;
  const std::string_view where = argument(directive, 0);
  const std::size_t colon = where.rfind(':');
  if (const auto port = number(where)) {
    out.port = *port;
  } else if (where.starts_with("unix:")) {
    out.address = where;
    out.port = 0;
  } else if (colon != std::string_view::npos && number(where.substr(colon + 1))) {
    out.address = where.substr(0, colon);
    out.port = *number(where.substr(colon + 1));
  } else {
    out.address = where;
  }
  if (out.address == "*" || out.address == "0.0.0.0" || out.address == "[::]") {
    out.address.clear();
  }
  for (std::size_t i = 1; i < directive.arguments.size(); ++i) {
    const std::string_view flag = argument(directive, i);
    out.tls = out.tls || flag == "ssl" || flag == "quic";
    out.default_server = out.default_server || flag == "default_server" || flag == "default";
  }
  return out;
}

/// Response headers of the headers-more module: "Name: value" after its options.
void apply_more_set(const Directive& directive, std::vector<HeaderSetting>& out) {
  bool narrowed = false;
  for (std::size_t i = 0; i < directive.arguments.size(); ++i) {
    const std::string_view text = argument(directive, i);
    if (text == "-s" || text == "-t") {
      narrowed = true;
      ++i;
      continue;
    }
    const std::size_t colon = text.find(':');
    const std::string name(base::trim(text.substr(0, colon)));
    std::erase_if(out, [&](const HeaderSetting& header) {
      return base::equals_ignoring_case(header.name, name);
    });
    const std::string value(colon == std::string_view::npos ? std::string_view()
                                                            : base::trim(text.substr(colon + 1)));
    if (!value.empty()) {
      out.push_back({name, value, !narrowed, directive.arguments[i].span});
    }
  }
}

struct Headers {
  std::vector<HeaderSetting> sent;
  std::vector<HeaderSetting> dropped;
  std::optional<model::Span> dropped_by;
};

std::vector<HeaderSetting> own_headers(const std::vector<const Directive*>& written) {
  std::vector<HeaderSetting> out;
  for (const Directive* directive : written) {
    if (out.size() == limits::proxy_headers) {
      break;
    }
    out.push_back({std::string(argument(*directive, 0)), std::string(argument(*directive, 1)),
                   argument(*directive, 2) == "always", directive->span});
  }
  return out;
}

Headers headers_of(const ProxyLevel& level) {
  Headers out;
  std::string_view mode = "on";
  for (std::size_t depth = 0; depth < level.indexes.size(); ++depth) {
    const auto& modes = level.named(depth, "add_header_inherit");
    mode = modes.empty() ? mode : argument(*modes.front(), 0);
    std::vector<HeaderSetting> own = own_headers(level.named(depth, "add_header"));
    out.dropped.clear();
    out.dropped_by.reset();
    if (mode == "merge") {
      const std::size_t room = limits::proxy_headers - own.size();
      own.insert(own.end(), out.sent.begin(),
                 out.sent.begin() + static_cast<std::ptrdiff_t>(std::min(room, out.sent.size())));
      out.sent = std::move(own);
    } else if (!own.empty() || mode == "off") {
      if (!out.sent.empty()) {
        out.dropped_by =
            own.empty() ? modes.empty() ? model::Span{} : modes.front()->span : own.front().span;
      }
      out.dropped = std::exchange(out.sent, std::move(own));
    }
  }
  std::erase_if(out.sent, [](const HeaderSetting& header) { return header.value.empty(); });
  for (std::size_t depth = 0; depth < level.indexes.size(); ++depth) {
    for (const char* name : {"more_set_headers", "more_clear_headers"}) {
      for (const Directive* directive : level.named(depth, name)) {
        if (out.sent.size() < limits::proxy_headers) {
          apply_more_set(*directive, out.sent);
        }
      }
    }
  }
  // A file that was not found may set them again.
  if (model::own(level, "include") != nullptr) {
    out.dropped.clear();
  }
  // What a level sets again is not lost.
  std::erase_if(out.dropped, [&](const HeaderSetting& lost) {
    return lost.value.empty()
           || std::any_of(out.sent.begin(), out.sent.end(), [&](const HeaderSetting& header) {
                return base::equals_ignoring_case(header.name, lost.name);
              });
  });
  return out;
}

bool is_opaque(const ProxyLevel& level) {
  constexpr std::array<std::string_view, 8> code = {"content_by_lua",
                                                    "content_by_lua_block",
                                                    "content_by_lua_file",
                                                    "header_filter_by_lua",
                                                    "header_filter_by_lua_block",
                                                    "header_filter_by_lua_file",
                                                    "js_content",
                                                    "js_header_filter"};
  for (std::size_t depth = 0; depth < level.indexes.size(); ++depth) {
    const bool codes = std::any_of(code.begin(), code.end(), [&](std::string_view name) {
      return !level.named(depth, name).empty();
    });
    if (codes || !level.named(depth, "include").empty()) {
      return true;
    }
  }
  return false;
}

/// Name of a zone → its key and rate.
using Zones = std::map<std::string, std::pair<std::string, std::string>, std::less<>>;

Zones zones_of(const std::vector<Directive>& directives) {
  Zones out;
  for (const Directive* zone : model::anywhere(directives, "limit_req_zone")) {
    std::string name;
    std::string rate;
    for (const auto& word : zone->arguments) {
      if (word->starts_with("zone=")) {
        name = word->substr(5, word->find(':') == std::string::npos ? std::string::npos
                                                                    : word->find(':') - 5);
      } else if (word->starts_with("rate=")) {
        rate = word->substr(5);
      }
    }
    out[name] = {std::string(argument(*zone, 0)), rate};
  }
  return out;
}

std::vector<model::RateLimit> limits_of(const ProxyLevel& level, const Zones& zones) {
  std::vector<model::RateLimit> out;
  const Directive* dry = model::setting(level, "limit_req_dry_run");
  for (const Directive* limit : model::in_force(level, "limit_req")) {
    if (out.size() == limits::proxy_headers) {
      break;
    }
    model::RateLimit entry;
    entry.span = limit->span;
    entry.dry_run = dry != nullptr && argument(*dry, 0) == "on";
    for (const auto& word : limit->arguments) {
      if (word->starts_with("zone=")) {
        entry.zone = word->substr(5);
      }
    }
    if (const auto zone = zones.find(entry.zone); zone != zones.end()) {
      entry.key = zone->second.first;
      entry.rate = zone->second.second;
    }
    out.push_back(std::move(entry));
  }
  return out;
}

model::ProxyLocation location_of(const ProxyLevel& level, const Zones& zones) {
  model::ProxyLocation out;
  out.span = level.span();
  if (level.kind == ProxyLevel::Kind::condition) {
    out.modifier = "if";
    out.path = model::arguments_text(*level.self);
  } else if (level.kind == ProxyLevel::Kind::location) {
    const std::string_view first = argument(*level.self, 0);
    const bool two = level.self->arguments.size() > 1;
    out.modifier = two ? first : first.starts_with('@') ? "@" : "";
    out.path = two ? argument(*level.self, 1) : first;
  }
  for (const std::string_view name : pass_names) {
    if (const Directive* pass = model::own(level, name)) {
      out.upstream = argument(*pass, 0);
    }
  }
  if (const Directive* answer = model::own(level, "return")) {
    out.returns = true;
    out.return_code = argument(*answer, 0);
  }
  out.internal = model::own(level, "internal") != nullptr || out.modifier == "@";
  out.opaque = is_opaque(level);
  Headers headers = headers_of(level);
  out.headers = std::move(headers.sent);
  out.dropped = std::move(headers.dropped);
  out.dropped_by = out.dropped.empty() ? std::nullopt : headers.dropped_by;
  out.limits = limits_of(level, zones);
  return out;
}

bool leads_to_https(const std::vector<Directive>& block) {
  return std::any_of(block.begin(), block.end(), [](const Directive& directive) {
    if (directive.name == "return") {
      const std::string_view code = argument(directive, 0);
      return code.starts_with("https://")
             || (code.starts_with('3') && argument(directive, 1).starts_with("https://"));
    }
    return directive.name == "rewrite" && argument(directive, 1).starts_with("https://");
  });
}

bool redirects(const ProxyLevel& server) {
  if (leads_to_https(server.own())) {
    return true;
  }
  return std::any_of(server.own().begin(), server.own().end(), [](const Directive& directive) {
    const bool scheme =
        directive.name == "if"
        && (argument(directive, 0) == "$scheme" || argument(directive, 0) == "$https"
            || argument(directive, 0) == "$http_x_forwarded_proto"
            || argument(directive, 0) == "$server_port");
    const bool everything =
        directive.name == "location"
        && (argument(directive, 0) == "/"
            || (argument(directive, 0) == "^~" && argument(directive, 1) == "/"));
    return (scheme || everything) && leads_to_https(directive.block);
  });
}

std::optional<model::Sourced<std::string>> text_of(const ProxyLevel& level, std::string_view name) {
  const Directive* found = model::setting(level, name);
  if (found == nullptr) {
    return std::nullopt;
  }
  return model::Sourced<std::string>{model::arguments_text(*found), found->span, {}, {}};
}

model::ProxyServer server_of(const ProxyLevel& level) {
  model::ProxyServer out;
  out.span = level.span();
  for (const Directive* names : model::directives_named(level.own(), "server_name")) {
    for (const auto& name : names->arguments) {
      out.names.push_back(*name);
    }
  }
  const Directive* old_switch = model::setting(level, "ssl");
  for (const Directive* listen : model::directives_named(level.own(), "listen")) {
    out.listeners.push_back(listener_of(*listen));
  }
  if (out.listeners.empty() && level.server != nullptr) {
    out.listeners.push_back({{}, 80, false, false, level.span()});
  }
  for (model::ProxyListener& listener : out.listeners) {
    listener.tls = listener.tls || (old_switch != nullptr && argument(*old_switch, 0) == "on");
  }
  out.redirects_to_https = redirects(level);
  out.server_tokens = text_of(level, "server_tokens");
  out.ssl_protocols = text_of(level, "ssl_protocols");
  out.certificate = text_of(level, "ssl_certificate");
  return out;
}

/// The first server of an address answers unknown hosts unless one is marked.
void choose_defaults(std::vector<model::ProxyServer>& servers) {
  std::set<std::pair<std::string, int>> taken;
  const auto take = [&](model::ProxyListener& listener) {
    if (taken.insert({listener.address, listener.port}).second) {
      listener.default_server = true;
    }
  };
  for (const bool marked : {true, false}) {
    for (model::ProxyServer& server : servers) {
      for (model::ProxyListener& listener : server.listeners) {
        if (listener.default_server == marked) {
          take(listener);
        }
      }
    }
  }
}

} // namespace

void compute_servers(model::ProxyConfig& config) {
  config.servers.clear();
  const Zones zones = zones_of(config.directives);
  for (const ProxyLevel& level : model::levels_of(config.directives)) {
    if (level.kind == ProxyLevel::Kind::server) {
      config.servers.push_back(server_of(level));
    }
    if (!config.servers.empty()) {
      config.servers.back().locations.push_back(location_of(level, zones));
    }
  }
  choose_defaults(config.servers);
}

} // namespace secaudit::project::proxy
