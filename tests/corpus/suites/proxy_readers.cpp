// SPDX-License-Identifier: Apache-2.0
#include "proxy_readers.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/unicode.hpp"
#include "host/system_host.hpp"
#include "model/proxy_levels.hpp"
#include "project/compose/yaml.hpp"
#include "project/proxy/caddyfile.hpp"
#include "project/proxy/nginx_lexer.hpp"
#include "project/proxy/nginx_parser.hpp"
#include "project/proxy/read.hpp"
#include "project/proxy/toml_flat.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>

namespace secaudit::corpus {
namespace {

namespace fs = std::filesystem;
using boost::json::value;

std::string slurp(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::string short_name(const fs::path& file) {
  return file.parent_path().filename().string() + "/" + file.filename().string();
}

struct Seen {
  std::string text;
  int line = 0;
  bool operator==(const Seen&) const = default;
};

/// Our tokens in crossplane's form: `;`, `{` and `}` are tokens, comments are not.
std::vector<Seen> our_tokens(const std::string& text) {
  project::proxy::Lexer lexer(text, model::FileName("nginx.conf"));
  std::vector<Seen> out;
  while (true) {
    const auto token = lexer.next();
    using Kind = project::proxy::Token::Kind;
    if (token.kind == Kind::end || token.kind == Kind::error) {
      return out;
    }
    const std::string shown = token.kind == Kind::word               ? token.text
                              : token.kind == Kind::end_of_directive ? ";"
                              : token.kind == Kind::open             ? "{"
                                                                     : "}";
    out.push_back({shown, token.span.begin.line});
  }
}

std::string shown(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const base::Decoded decoded = base::decode_utf8(bytes);
    out += decoded.valid ? bytes.substr(0, decoded.length) : "\xEF\xBF\xBD";
    bytes.remove_prefix(decoded.length);
  }
  return out;
}

/// crossplane keeps the backslash of `\"` and its like, which nginx takes out; bytes that are no
/// UTF-8 stand in its answers as U+FFFD.
std::string unescaped(std::string text) {
  text = shown(text);
  for (const char* pair : {"\\\"", "\\'", "\\\\"}) {
    text = base::replace_all(text, pair, std::string(1, pair[1]));
  }
  for (const auto& [written, meant] :
       {std::pair("\\n", "\n"), std::pair("\\t", "\t"), std::pair("\\r", "\r")}) {
    text = base::replace_all(text, written, meant);
  }
  return text;
}

bool same_tokens(const value& list, const std::string& text) {
  const auto ours = our_tokens(text);
  std::size_t at = 0;
  for (const value& token : list.as_array()) {
    const std::string theirs(token.at(0).as_string());
    const bool quoted = token.at(2).as_bool();
    if (theirs.starts_with('#') && !quoted) {
      continue;
    }
    if (at >= ours.size() || unescaped(ours[at].text) != unescaped(theirs)) {
      return false;
    }
    // crossplane gives a word of several lines the line on which it ends.
    const bool many_lines = theirs.find('\n') != std::string::npos;
    if (!many_lines && ours[at].line != token.at(1).as_int64()) {
      return false;
    }
    ++at;
  }
  return at == ours.size();
}

bool same_tree(const boost::json::array& theirs, const std::vector<model::Directive>& ours) {
  std::size_t at = 0;
  for (const value& each : theirs) {
    const std::string name = base::text_at(each, "directive");
    if (name == "#") {
      continue;
    }
    if (at >= ours.size() || ours[at].name != name
        || ours[at].span.begin.line != base::integer_at(each, "line").value_or(-1)) {
      return false;
    }
    const bool lua = name.ends_with("_by_lua_block");
    const auto& arguments = each.at("args").as_array();
    if (!lua && arguments.size() != ours[at].arguments.size()) {
      return false;
    }
    for (std::size_t i = 0; i < arguments.size() && !lua; ++i) {
      if (unescaped(ours[at].arguments[i].value)
          != unescaped(std::string(arguments[i].as_string()))) {
        return false;
      }
    }
    const value* block = base::find(each, "block");
    if (block != nullptr && !lua && !same_tree(block->as_array(), ours[at].block)) {
      return false;
    }
    ++at;
  }
  return at == ours.size();
}

/// Everything of that name in a JSON document, wherever it stands.
void collect(const value& node, std::string_view key, std::vector<const value*>& out) {
  if (node.is_array()) {
    for (const value& item : node.as_array()) {
      collect(item, key, out);
    }
  } else if (node.is_object()) {
    for (const auto& member : node.as_object()) {
      if (member.key() == key) {
        out.push_back(&member.value());
      }
      collect(member.value(), key, out);
    }
  }
}

using Headers = std::set<std::pair<std::string, std::string>>;

/// Response headers that a Caddy configuration sets, without those with placeholders.
Headers headers_in(const value& adapted) {
  Headers out;
  std::vector<const value*> handlers;
  collect(adapted, "handle", handlers);
  for (const value* list : handlers) {
    for (const value& handler : list->as_array()) {
      const value* response = base::find(handler, "response");
      const bool headers = base::string_at(handler, "handler") == "headers";
      for (const char* kind : {"set", "add"}) {
        const value* set = headers && response != nullptr ? base::find(*response, kind) : nullptr;
        if (set == nullptr) {
          continue;
        }
        for (const auto& header : set->as_object()) {
          for (const value& text : header.value().as_array()) {
            out.insert({base::to_lower(std::string(header.key())), std::string(text.as_string())});
          }
        }
      }
    }
  }
  return out;
}

std::set<std::string> hosts_in(const value& adapted) {
  std::set<std::string> out;
  std::vector<const value*> found;
  collect(adapted, "host", found);
  for (const value* list : found) {
    for (const value& host : list->is_array() ? list->as_array() : boost::json::array{}) {
      out.insert(std::string(host.as_string()));
    }
  }
  return out;
}

std::set<int> ports_in(const value& adapted) {
  std::set<int> out;
  std::vector<const value*> found;
  collect(adapted, "listen", found);
  for (const value* list : found) {
    for (const value& address : list->is_array() ? list->as_array() : boost::json::array{}) {
      const std::string text(address.as_string());
      out.insert(std::atoi(text.substr(text.rfind(':') + 1).c_str()));
    }
  }
  return out;
}

model::ProxyConfig caddy_of(const fs::path& file, const std::string& text,
                            std::string_view version = {}) {
  const host::SystemHost host;
  project::proxy::ContainerView view(host, file.parent_path().string());
  view.add_path("/etc/caddy", file.parent_path().string());
  view.add_text("/etc/caddy/Caddyfile", {text, model::FileName(file.filename().string()), 1});
  return *project::proxy::read_caddyfile(view, "/etc/caddy/Caddyfile", {}, version);
}

/// Whether nginx 1.22 refuses a file that crossplane answers otherwise about
/// (docs/proxy-agreement.md).
std::optional<bool> refused_by_nginx(std::string_view file) {
  if (file == "nginx-parser/crossplane/quote-behavior/nginx.conf") {
    return true;
  }
  return file == "nginx-parser/crossplane/messy/nginx.conf" ? std::optional(false) : std::nullopt;
}

} // namespace

void score_crossplane(const value& label, const fs::path& file, Score& score) {
  const std::string name = base::text_at(label, "file");
  const std::string text = slurp(file);
  const auto parsed = project::proxy::parse_nginx({text, model::FileName("nginx.conf"), 1});
  const bool refused = std::any_of(parsed.diagnostics.begin(), parsed.diagnostics.end(),
                                   [](const auto& diagnostic) { return diagnostic.fatal; });
  if (const auto verdict = refused_by_nginx(name)) {
    return score.check(refused == *verdict, name + (refused ? " refused" : " accepted"));
  }
  if (base::string_at(label, "status") == "failed") {
    std::string why = base::text_at(label.at("errors").at(0), "error");
    // Argument counts need a table of directives; a missing file is told when includes are read.
    if (base::contains(why, "not terminated")) {
      score.check(refused, name + " accepted");
    }
  } else {
    score.check(!refused, name + " refused");
  }
  const auto tokens = base::parse_json(slurp(file.string() + ".tokens.json"));
  const bool lua = base::contains(text, "_by_lua_block");
  if (tokens && tokens->is_array() && !lua) {
    score.check(same_tokens(*tokens, text), name + " other tokens");
  }
  const auto tree = base::parse_json(slurp(file.string() + ".crossplane.json"));
  if (tree && base::string_at(*tree, "status") == "ok") {
    score.check(same_tree(tree->at("config").at(0).at("parsed").as_array(), parsed.directives),
                name + " other tree");
  }
}

void score_caddy(const fs::path& file, Score& score) {
  const std::string all = slurp(file);
  const std::size_t cut = all.find("\n----------");
  const auto adapted =
      base::parse_json(cut == std::string::npos ? "" : all.substr(all.find('\n', cut + 1)));
  const model::ProxyConfig config = caddy_of(file, all.substr(0, cut + 1));
  const std::string name = "caddy-adapt/" + file.filename().string();
  if (!adapted) {
    // The expected text is an error, most of them about meaning rather than form.
    return;
  }
  Headers headers;
  std::set<std::string> hosts;
  std::set<int> ports;
  for (const model::ProxyServer& server : config.servers) {
    hosts.insert(server.names.begin(), server.names.end());
    for (const model::ProxyListener& listener : server.listeners) {
      ports.insert(listener.port);
    }
    for (const model::ProxyLocation& location : server.locations) {
      for (const model::HeaderSetting& header : location.headers) {
        headers.insert({base::to_lower(header.name), header.value});
      }
    }
  }
  const auto wanted_ports = ports_in(*adapted);
  score.check(std::includes(ports.begin(), ports.end(), wanted_ports.begin(), wanted_ports.end()),
              name + " other ports");
  const auto wanted_hosts = hosts_in(*adapted);
  const bool all_hosts =
      std::all_of(wanted_hosts.begin(), wanted_hosts.end(), [&](const std::string& host) {
        return hosts.contains(host) || host == "127.0.0.1" || base::contains(all, "host ");
      });
  score.check(all_hosts, name + " other hosts");
  const Headers wanted = headers_in(*adapted);
  const bool same = std::all_of(headers.begin(), headers.end(), [&](const auto& header) {
    return base::contains(header.second, "{") || wanted.contains(header);
  });
  score.check(same, name + " other headers");
}

void score_real(const value& label, const fs::path& file, Score& score) {
  const std::string server = base::text_at(label, "server");
  const std::string name = "real/" + short_name(file);
  const std::string text = slurp(file);
  if (server == "caddy") {
    score.check(!caddy_of(file, text).servers.empty(), name + " no site");
    return;
  }
  const value* lines = base::find(label, "lines");
  if (server != "nginx" || lines == nullptr || base::string_at(label, "crossplane") != "ok") {
    return;
  }
  const auto parsed = project::proxy::parse_nginx({text, model::FileName("nginx.conf"), 1});
  for (const auto& directive : lines->as_object()) {
    std::vector<int> wanted;
    for (const value& line : directive.value().as_array()) {
      wanted.push_back(static_cast<int>(line.as_int64()));
    }
    std::vector<int> found;
    for (const model::Directive* each :
         model::anywhere(parsed.directives, std::string(directive.key()))) {
      found.push_back(each->span.begin.line);
    }
    std::sort(wanted.begin(), wanted.end());
    std::sort(found.begin(), found.end());
    score.check(found == wanted, name + " " + std::string(directive.key()));
  }
}

void score_traefik(const fs::path& file, Score& score) {
  const std::string text = slurp(file);
  const std::string name = "traefik/" + file.filename().string();
  const model::FileName shown(file.filename().string());
  // Go templates are filled in before Traefik reads them.
  if (base::contains(text, "{{")) {
    return;
  }
  if (file.extension() == ".toml") {
    score.check(project::proxy::flatten_toml(
                    text, shown,
                    [](const std::string& /*key*/, std::string /*value*/, const model::Span&) {}),
                name + " refused");
  } else if (file.extension() == ".yml" || file.extension() == ".yaml") {
    score.check(project::compose::parse_yaml(text, shown).has_value(), name + " refused");
  }
}

void score_other_server(const fs::path& file, Score& score) {
  const host::SystemHost host;
  const auto expected = base::parse_json(slurp(file.parent_path() / "expected.json"));
  // "caddy 2.6.2": the server that was asked.
  const std::string oracle = expected ? base::text_at(*expected, "oracle") : "";
  const auto config =
      oracle.starts_with("caddy ")
          ? caddy_of(file, slurp(file), std::string_view(oracle).substr(6))
          : project::proxy::read_file(host, file.string(), file.parent_path().string());
  const value* responses = expected ? base::find(*expected, "responses") : nullptr;
  if (responses == nullptr || config.servers.empty()) {
    score.check(responses == nullptr, short_name(file) + " no server");
    return;
  }
  std::set<std::string> names;
  for (const model::ProxyLocation& location : config.servers.front().locations) {
    for (const model::HeaderSetting& header : location.headers) {
      names.insert(base::to_lower(header.name));
    }
  }
  for (const value& response : responses->as_array()) {
    const std::string path = base::text_at(response.at("request"), "path");
    const auto status = base::integer_at(response, "status").value_or(0);
    const model::ProxyLocation* location = &config.servers.front().locations.front();
    for (const model::ProxyLocation& each : config.servers.front().locations) {
      const bool longer = each.path.size() > location->path.size();
      const std::string prefix =
          each.path.ends_with("/*") ? each.path.substr(0, each.path.size() - 1) : each.path;
      location = longer && path.starts_with(prefix) ? &each : location;
    }
    std::multiset<std::string> sent;
    for (const value& line : response.at("headers").as_array()) {
      const std::string text(line.as_string());
      const std::string header = base::to_lower(text.substr(0, text.find(':')));
      if (names.contains(header)) {
        sent.insert(header + text.substr(text.find(':')));
      }
    }
    std::multiset<std::string> wanted;
    for (const model::HeaderSetting& header : location->headers) {
      const std::string header_name = base::to_lower(header.name);
      // The upstream's own header stands in the place of one that gives way.
      const bool gives_way =
          header.if_absent && std::any_of(sent.begin(), sent.end(), [&](const std::string& line) {
            return line.starts_with(header_name + ":");
          });
      if ((header.always || status < 300) && !gives_way) {
        wanted.insert(header_name + ": " + header.value);
      }
    }
    const bool same = location->upstream.empty()
                          ? sent == wanted
                          : std::includes(sent.begin(), sent.end(), wanted.begin(), wanted.end());
    score.check(same, short_name(file) + " " + path);
  }
}

} // namespace secaudit::corpus
