// SPDX-License-Identifier: Apache-2.0
#include "project/compose/canonical.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace secaudit::project::compose {
namespace {

using model::Node;
using Kind = model::Node::Kind;

constexpr std::array<std::string_view, 4> named_lists{"environment", "labels", "sysctls",
                                                      "annotations"};
constexpr std::array<std::string_view, 3> build_lists{"args", "labels", "additional_contexts"};

/// "NAME=value" → member; "NAME" → null.
void list_to_mapping(Node& node, char separator) {
  if (!node.is_sequence()) {
    return;
  }
  Node mapping = node;
  mapping.kind = Kind::mapping;
  mapping.items.clear();
  for (Node& item : node.items) {
    const std::size_t at = item.text.find(separator);
    Node value = item;
    value.kind = at == std::string::npos ? Kind::null : Kind::string;
    value.text = at == std::string::npos ? std::string() : item.text.substr(at + 1);
    const std::size_t raw_at = item.raw.find(separator);
    value.raw = raw_at == std::string::npos ? std::string() : item.raw.substr(raw_at + 1);
    std::string key = item.text.substr(0, at);
    if (Node* old = mapping.find(key)) {
      *old = std::move(value);
    } else {
      mapping.members.push_back({std::move(key), item.span, std::move(value)});
    }
  }
  node = std::move(mapping);
}

/// ["a", "b"] → {a: …, b: …}
void names_to_mapping(Node& node, bool dependency) {
  if (!node.is_sequence()) {
    return;
  }
  Node mapping = node;
  mapping.kind = Kind::mapping;
  mapping.items.clear();
  for (const Node& item : node.items) {
    Node value = item;
    value.text.clear();
    value.raw.clear();
    value.kind = dependency ? Kind::mapping : Kind::null;
    if (dependency) {
      put(value, "condition", Kind::string, "service_started", item);
    }
    if (mapping.find(item.text) == nullptr) {
      mapping.members.push_back({item.text, item.span, std::move(value)});
    }
  }
  node = std::move(mapping);
}

/// extra_hosts: "name:ip" or "name=ip".
void hosts_to_mapping(Node& node) {
  if (node.is_sequence()) {
    for (Node& item : node.items) {
      const std::size_t at = item.text.find_first_of("=:");
      if (at != std::string::npos) {
        item.text[at] = '=';
      }
    }
    list_to_mapping(node, '=');
  }
}

void scalar_to_list(Node& node) {
  if (node.is_scalar() && !node.is_null()) {
    Node list = node;
    list.kind = Kind::sequence;
    list.text.clear();
    list.items = {node};
    node = std::move(list);
  }
}

void canonicalise_ports(Node& ports, std::vector<model::Diagnostic>& errors) {
  std::vector<Node> result;
  for (Node& item : ports.items) {
    if (item.is_mapping()) {
      result.push_back(std::move(item));
      continue;
    }
    std::vector<Node> expanded = long_ports(item);
    if (expanded.empty()) {
      errors.push_back({item.span, "invalid port \"" + item.text + "\"",
                        "write [IP:][HOST:]CONTAINER[/PROTOCOL]", true});
    }
    std::move(expanded.begin(), expanded.end(), std::back_inserter(result));
  }
  ports.items = std::move(result);
}

void canonicalise_mounts(Node& volumes, const PathBase& base) {
  for (Node& item : volumes.items) {
    if (!item.is_mapping()) {
      item = long_mount(item, base);
      continue;
    }
    Node* source = item.find("source");
    const Node* type = item.find("type");
    if (source != nullptr && type != nullptr && type->text == "bind") {
      source->raw = source->raw.empty() ? source->text : source->raw;
      source->text = absolute_path(source->text, base);
    }
  }
}

void canonicalise_build(Node& build, const PathBase& base) {
  if (build.is_string()) {
    Node mapping = build;
    mapping.kind = Kind::mapping;
    put(mapping, "context", Kind::string, build.text, build);
    mapping.text.clear();
    build = std::move(mapping);
  }
  if (!build.is_mapping()) {
    return;
  }
  if (build.find("context") == nullptr) {
    put(build, "context", Kind::string, ".", build);
    build.find("context")->via = model::Via::defaulted;
  }
  Node* context = build.find("context");
  const bool remote = base::contains(context->text, "://") || context->text.starts_with("git@")
                      || context->text.starts_with("github.com/");
  if (!remote) {
    context->raw = context->text;
    context->text = absolute_path(context->text, base);
  }
  for (const std::string_view key : build_lists) {
    if (Node* list = build.find(key)) {
      list_to_mapping(*list, '=');
    }
  }
}

void canonicalise_env_files(Node& files, const PathBase& base) {
  scalar_to_list(files);
  for (Node& item : files.items) {
    Node* path = item.is_mapping() ? item.find("path") : &item;
    if (path != nullptr && path->is_string()) {
      path->raw = path->raw.empty() ? path->text : path->raw;
      path->text = absolute_path(path->text, base);
    }
  }
}

} // namespace

void put(Node& mapping, std::string key, Kind kind, std::string text, const Node& like) {
  Node value;
  value.kind = kind;
  value.text = std::move(text);
  value.span = like.span;
  value.via = like.via;
  value.origins = like.origins;
  mapping.members.push_back({std::move(key), like.span, std::move(value)});
}

std::string absolute_path(const std::string& path, const PathBase& base) {
  if (path == "~" || path.starts_with("~/")) {
    return base::clean_path(base.home + path.substr(1));
  }
  return base::clean_path(path.starts_with('/') ? path : base.directory + "/" + path);
}

void canonicalise_service(Node& service, const PathBase& base,
                          std::vector<model::Diagnostic>& errors) {
  for (const std::string_view key : named_lists) {
    if (Node* list = service.find(key)) {
      list_to_mapping(*list, '=');
    }
  }
  if (Node* deploy = service.find("deploy")) {
    if (Node* labels = deploy->find("labels")) {
      list_to_mapping(*labels, '=');
    }
  }
  if (Node* hosts = service.find("extra_hosts")) {
    hosts_to_mapping(*hosts);
  }
  if (Node* dependencies = service.find("depends_on")) {
    names_to_mapping(*dependencies, true);
  }
  if (Node* networks = service.find("networks")) {
    names_to_mapping(*networks, false);
  }
  for (const std::string_view key : {"tmpfs", "dns", "dns_search", "label_file"}) {
    if (Node* list = service.find(key)) {
      scalar_to_list(*list);
    }
  }
  if (Node* ports = service.find("ports")) {
    canonicalise_ports(*ports, errors);
  }
  if (Node* volumes = service.find("volumes")) {
    canonicalise_mounts(*volumes, base);
  }
  if (Node* build = service.find("build")) {
    canonicalise_build(*build, base);
  }
  if (Node* files = service.find("env_file")) {
    canonicalise_env_files(*files, base);
  }
}

} // namespace secaudit::project::compose
