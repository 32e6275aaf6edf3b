// SPDX-License-Identifier: Apache-2.0
#include "plugin/inspect_json.hpp"

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/command_secrets.hpp"
#include "rules/secret_urls.hpp"

#include <algorithm>
#include <set>

namespace secaudit::plugin {
namespace {

using base::JsonWriter;
using model::Node;

std::string pointer_step(std::string_view key) {
  return base::replace_all(base::replace_all(key, "~", "~0"), "/", "~1");
}

/// `${DB_PASSWORD:-x}` without its default; other defaults stay unless the key names a secret.
std::string without_defaults(std::string_view note, bool secret) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t open = note.find("${"); open != std::string_view::npos;
       open = note.find("${", from)) {
    std::size_t end = open + 2;
    for (int level = 1; end < note.size() && level > 0; ++end) {
      level += note[end] == '{' ? 1 : note[end] == '}' ? -1 : 0;
    }
    const std::string_view inside = note.substr(open + 2, end - open - 2);
    const std::size_t name_end = std::min(inside.find_first_of(":-+?}"), inside.size());
    const bool hides = secret || model::demand_of(inside.substr(0, name_end)).has_value();
    const bool plain = name_end >= inside.size() || inside[name_end] == '}';
    out += note.substr(from, open - from);
    out += hides && !plain ? "${" + std::string(inside.substr(0, name_end)) + ":…}"
                           : std::string(note.substr(open, end - open));
    from = end;
  }
  return out + std::string(note.substr(from));
}

class ModelWriter {
 public:
  ModelWriter(JsonWriter& json, const model::Project& project) : json_(json) {
    for (const model::Service& service : project.services) {
      for (const rules::CommandSecret& secret : rules::command_secrets(service)) {
        if (secret.value.size() >= 4) {
          secrets_.insert(secret.value);
        }
      }
    }
  }

  void value(const Node& node, std::string_view key) {
    if (node.is_mapping()) {
      json_.begin_object();
      for (const Node::Member& member : node.members) {
        json_.key(member.key);
        value(member.value, member.key);
      }
      json_.end_object();
    } else if (node.is_sequence()) {
      json_.begin_array();
      for (const Node& item : node.items) {
        value(item, key);
      }
      json_.end_array();
    } else {
      scalar(node, model::demand_of(key).has_value());
    }
  }

  void positions(const Node& node, const std::string& pointer, std::string_view key) {
    if (node.is_mapping()) {
      for (const Node::Member& member : node.members) {
        positions(member.value, pointer + "/" + pointer_step(member.key), member.key);
      }
      return;
    }
    if (node.is_sequence()) {
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        positions(node.items[i], pointer + "/" + std::to_string(i), key);
      }
      return;
    }
    if (!node.span.known()) {
      return;
    }
    json_.key(pointer).begin_object();
    json_.member("at", model::to_string(node.span)).member("via", model::to_string(node.via));
    if (!node.origins.empty()) {
      origins(node.origins, model::demand_of(key).has_value());
    }
    json_.end_object();
  }

 private:
  void scalar(const Node& node, bool secret) {
    switch (node.kind) {
    case Node::Kind::null:
      json_.null();
      return;
    case Node::Kind::boolean:
      json_.value(node.is_true());
      return;
    default:
      // The text of a number is what the file says; whether JSON has such a number, nobody
      // promised.
      json_.value(secret && !node.text.empty() ? base::masked(node.text) : shown(node.text));
    }
  }

  void origins(const std::vector<model::Origin>& list, bool secret) {
    json_.key("from").begin_array();
    for (const model::Origin& origin : list) {
      json_.begin_object();
      if (origin.span.known()) {
        json_.member("at", model::to_string(origin.span));
      }
      json_.member("via", model::to_string(origin.via));
      if (!origin.note.empty()) {
        const bool text = origin.via != model::Via::interpolated
                          && origin.via != model::Via::extended
                          && origin.via != model::Via::included && origin.note.front() != '*';
        const std::string note = without_defaults(shown(origin.note), secret);
        json_.member("note",
                     secret && text && note == origin.note && note.find('$') == std::string::npos
                         ? base::masked(note)
                         : note);
      }
      json_.end_object();
    }
    json_.end_array();
  }

  /// The text without the secrets of command lines and addresses.
  std::string shown(std::string_view text) const {
    std::string out = rules::without_password(text);
    for (const std::string& secret : secrets_) {
      out = base::replace_all(out, secret, "***");
    }
    return out;
  }

  JsonWriter& json_;
  std::set<std::string> secrets_;
};

void write_diagnostics(JsonWriter& json, const std::vector<model::Diagnostic>& diagnostics) {
  json.key("diagnostics").begin_array();
  for (const model::Diagnostic& diagnostic : diagnostics) {
    json.begin_object()
        .member("at", model::to_string(diagnostic.span))
        .member("message", diagnostic.message)
        .member("hint", diagnostic.hint)
        .member("fatal", diagnostic.fatal)
        .end_object();
  }
  json.end_array();
}

void write_headers(JsonWriter& json, std::string_view key,
                   const std::vector<model::HeaderSetting>& headers) {
  json.key(key).begin_array();
  for (const model::HeaderSetting& header : headers) {
    json.begin_object()
        .member("name", header.name)
        .member("value", header.value)
        .member("always", header.always)
        .member("if_absent", header.if_absent)
        .member("at", model::to_string(header.span))
        .end_object();
  }
  json.end_array();
}

void write_location(JsonWriter& json, const model::ProxyLocation& location) {
  json.begin_object()
      .member("modifier", location.modifier)
      .member("path", location.path)
      .member("upstream", location.upstream)
      .member("returns", location.return_code)
      .member("internal", location.internal)
      .member("opaque", location.opaque)
      .member("at", model::to_string(location.span));
  write_headers(json, "headers", location.headers);
  write_headers(json, "dropped", location.dropped);
  json.member("dropped_by", location.dropped_by ? model::to_string(*location.dropped_by) : "");
  json.key("limits").begin_array();
  for (const model::RateLimit& limit : location.limits) {
    json.begin_object()
        .member("zone", limit.zone)
        .member("key", limit.key)
        .member("rate", limit.rate)
        .member("dry_run", limit.dry_run)
        .member("at", model::to_string(limit.span))
        .end_object();
  }
  json.end_array().end_object();
}

/// A setting of the server with its place; what nginx does when nothing is written is said so.
void write_setting(JsonWriter& json, std::string_view key,
                   const std::optional<model::Sourced<std::string>>& setting,
                   std::string_view otherwise) {
  json.key(key).begin_object();
  json.member("value", setting ? std::string_view(setting->value) : otherwise);
  json.member("at", setting ? model::to_string(setting->span) : "default").end_object();
}

void write_server(JsonWriter& json, std::string_view kind, const model::ProxyServer& server) {
  json.begin_object();
  json.key("names").begin_array();
  for (const std::string& name : server.names) {
    json.value(name);
  }
  json.end_array();
  json.key("listeners").begin_array();
  for (const model::ProxyListener& listener : server.listeners) {
    json.begin_object()
        .member("address", listener.address)
        .member("port", listener.port)
        .member("tls", listener.tls)
        .member("default_server", listener.default_server)
        .member("at", model::to_string(listener.span))
        .end_object();
  }
  json.end_array().member("redirects_to_https", server.redirects_to_https);
  if (kind == "nginx") {
    write_setting(json, "server_tokens", server.server_tokens, "on");
    write_setting(json, "ssl_protocols", server.ssl_protocols, "TLSv1.2 TLSv1.3");
    write_setting(json, "ssl_certificate", server.certificate, "");
  }
  json.key("locations").begin_array();
  for (const model::ProxyLocation& location : server.locations) {
    write_location(json, location);
  }
  json.end_array().end_object();
}

void write_proxy(JsonWriter& json, const model::ProxyConfig& proxy) {
  json.begin_object()
      .member("kind", proxy.kind)
      .member("service", proxy.service)
      .member("file", proxy.file.str());
  write_diagnostics(json, proxy.diagnostics);
  json.key("servers").begin_array();
  for (const model::ProxyServer& server : proxy.servers) {
    write_server(json, proxy.kind, server);
  }
  json.end_array().end_object();
}

} // namespace

std::string project_json(const model::Project& project, bool origins) {
  JsonWriter json;
  json.begin_object().member("name", project.name);
  json.key("files").begin_array();
  for (const model::FileName& file : project.files) {
    json.value(file.str());
  }
  json.end_array();
  write_diagnostics(json, project.diagnostics);
  ModelWriter writer(json, project);
  json.key("model");
  writer.value(project.model, "");
  if (origins) {
    json.key("positions").begin_object();
    writer.positions(project.model, "", "");
    json.end_object();
  }
  json.end_object();
  return json.take();
}

std::string proxy_json(const model::ProxyConfig& proxy) {
  JsonWriter json;
  write_proxy(json, proxy);
  return json.take();
}

std::string proxies_json(const std::vector<model::ProxyConfig>& proxies) {
  JsonWriter json;
  json.begin_object().key("proxies").begin_array();
  for (const model::ProxyConfig& proxy : proxies) {
    write_proxy(json, proxy);
  }
  json.end_array().end_object();
  return json.take();
}

} // namespace secaudit::plugin
