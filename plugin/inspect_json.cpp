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

void write_location(JsonWriter& json, const model::ProxyLocation& location) {
  json.begin_object()
      .member("modifier", location.modifier)
      .member("path", location.path)
      .member("upstream", location.upstream)
      .member("at", model::to_string(location.span));
  json.key("headers").begin_array();
  for (const model::HeaderSetting& header : location.headers) {
    json.begin_object()
        .member("name", header.name)
        .member("value", header.value)
        .member("always", header.always)
        .member("at", model::to_string(header.span))
        .end_object();
  }
  json.end_array();
  json.key("limits").begin_array();
  for (const model::RateLimit& limit : location.limits) {
    json.begin_object()
        .member("zone", limit.zone)
        .member("key", limit.key)
        .member("rate", limit.rate)
        .member("at", model::to_string(limit.span))
        .end_object();
  }
  json.end_array().end_object();
}

void write_server(JsonWriter& json, const model::ProxyServer& server) {
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
        .member("at", model::to_string(listener.span))
        .end_object();
  }
  json.end_array().member("redirects_to_https", server.redirects_to_https);
  json.key("locations").begin_array();
  for (const model::ProxyLocation& location : server.locations) {
    write_location(json, location);
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
  json.begin_object().member("kind", proxy.kind).member("file", proxy.file.str());
  write_diagnostics(json, proxy.diagnostics);
  json.key("servers").begin_array();
  for (const model::ProxyServer& server : proxy.servers) {
    write_server(json, server);
  }
  json.end_array().end_object();
  return json.take();
}

} // namespace secaudit::plugin
