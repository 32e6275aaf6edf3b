// SPDX-License-Identifier: Apache-2.0
#include "plugin/inspect_json.hpp"

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "model/secret_names.hpp"

namespace secaudit::plugin {
namespace {

using base::JsonWriter;
using model::Node;

std::string pointer_step(std::string_view key) {
  return base::replace_all(base::replace_all(key, "~", "~0"), "/", "~1");
}

void write_scalar(JsonWriter& json, const Node& node, bool secret) {
  switch (node.kind) {
  case Node::Kind::null:
    json.null();
    return;
  case Node::Kind::boolean:
    json.value(node.is_true());
    return;
  case Node::Kind::integer:
  case Node::Kind::real:
    // The text is what the file says; whether it is a JSON number as well, nobody promised.
    json.value(secret ? base::masked(node.text) : node.text);
    return;
  default:
    json.value(secret && !node.text.empty() ? base::masked(node.text) : node.text);
  }
}

void write_value(JsonWriter& json, const Node& node, std::string_view key) {
  if (node.is_mapping()) {
    json.begin_object();
    for (const Node::Member& member : node.members) {
      json.key(member.key);
      write_value(json, member.value, member.key);
    }
    json.end_object();
  } else if (node.is_sequence()) {
    json.begin_array();
    for (const Node& item : node.items) {
      write_value(json, item, key);
    }
    json.end_array();
  } else {
    write_scalar(json, node, model::demand_of(key).has_value());
  }
}

void write_positions(JsonWriter& json, const Node& node, const std::string& pointer) {
  if (node.is_mapping()) {
    for (const Node::Member& member : node.members) {
      write_positions(json, member.value, pointer + "/" + pointer_step(member.key));
    }
    return;
  }
  if (node.is_sequence()) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      write_positions(json, node.items[i], pointer + "/" + std::to_string(i));
    }
    return;
  }
  if (!node.span.known()) {
    return;
  }
  json.key(pointer).begin_object();
  json.member("at", model::to_string(node.span)).member("via", model::to_string(node.via));
  if (!node.origins.empty()) {
    json.key("from").begin_array();
    for (const model::Origin& origin : node.origins) {
      json.begin_object().member("at", model::to_string(origin.span));
      json.member("via", model::to_string(origin.via));
      if (!origin.note.empty()) {
        json.member("note", origin.note);
      }
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
}

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

std::string project_json(const model::Project& project) {
  JsonWriter json;
  json.begin_object().member("name", project.name);
  json.key("files").begin_array();
  for (const model::FileName& file : project.files) {
    json.value(file.str());
  }
  json.end_array();
  write_diagnostics(json, project.diagnostics);
  json.key("model");
  write_value(json, project.model, "");
  json.key("positions").begin_object();
  write_positions(json, project.model, "");
  json.end_object().end_object();
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
