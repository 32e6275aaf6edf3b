// SPDX-License-Identifier: Apache-2.0
#include "project/compose/long_forms.hpp"

#include "base/text.hpp"
#include "project/compose/short_forms.hpp"

namespace secaudit::project::compose {
namespace {

using Kind = Node::Kind;

Node wrapped(const Node& scalar, std::string_view key) {
  Node out = container_from(scalar, Kind::mapping);
  out.text = scalar.text;
  set_member(out, key, scalar);
  return out;
}

void list_of_one(Node* node) {
  if (node != nullptr && node->is_scalar() && !node->is_null()) {
    Node list = container_from(*node, Kind::sequence);
    list.items.push_back(*node);
    *node = std::move(list);
  }
}

void names_as_keys(Node* node, bool dependency) {
  if (node == nullptr || !node->is_sequence()) {
    return;
  }
  Node out = container_from(*node, Kind::mapping);
  for (const Node& item : node->items) {
    Node value = scalar_from(item, dependency ? Kind::mapping : Kind::null, "");
    if (dependency) {
      set_member(value, "condition", defaulted(item, Kind::string, "service_started"));
      set_member(value, "required", defaulted(item, Kind::boolean, "true"));
    }
    set_member(out, item.text, std::move(value));
  }
  *node = std::move(out);
}

void require_by_default(Node& mapping) {
  if (mapping.is_mapping() && mapping.find("required") == nullptr) {
    set_member(mapping, "required", defaulted(mapping, Kind::boolean, "true"));
  }
}

class Expander {
 public:
  Expander(Report& report, bool tolerant) : report_(report), tolerant_(tolerant) {}

  void service(Node& node) {
    if (Node* build = node.find("build")) {
      this->build(*build);
    }
    names_as_keys(node.find("depends_on"), true);
    if (Node* dependencies = node.find("depends_on")) {
      for (Node::Member& member : dependencies->members) {
        require_by_default(member.value);
      }
    }
    names_as_keys(node.find("networks"), false);
    names_as_keys(node.find("models"), false);
    for (const std::string_view key : {"label_file", "dns", "dns_search", "tmpfs", "env_file"}) {
      list_of_one(node.find(key));
    }
    if (Node* dns = node.find("dns")) {
      std::erase_if(dns->items, [](const Node& item) { return item.text.empty(); });
    }
    env_files(node.find("env_file"));
    wrap_strings(node.find("secrets"), "source");
    wrap_strings(node.find("configs"), "source");
    wrap_strings(node.find("extends"), "service");
    ulimits(node.find("ulimits"));
    gpus(node.find("gpus"));
    ports(node.find("ports"));
    convert(node.find("volumes"), long_mount);
    convert(node.find("devices"), long_device);
  }

  void external(Node& resource) {
    const Node* external = resource.find("external");
    if (external == nullptr || !external->is_mapping()) {
      return;
    }
    const Node* inner = external->find("name");
    const Node* outer = resource.find("name");
    if (inner != nullptr && outer != nullptr && inner->text != outer->text) {
      report_.error(inner->span, "`name` and `external.name` that differ", "keep `name` only");
    }
    const Node name = inner == nullptr ? Node{} : *inner;
    set_member(resource, "external", scalar_from(*external, Kind::boolean, "true"));
    if (!name.is_null()) {
      set_member(resource, "name", name);
    }
  }

 private:
  void build(Node& node) {
    if (node.is_string()) {
      node = wrapped(node, "context");
    }
    wrap_strings(node.find("secrets"), "source");
    ulimits(node.find("ulimits"));
    list_of_one(node.find("no_cache_filter"));
  }

  static void wrap_strings(Node* list, std::string_view key) {
    if (list == nullptr) {
      return;
    }
    if (list->is_string()) {
      *list = wrapped(*list, key);
    }
    for (Node& item : list->items) {
      if (item.is_string()) {
        item = wrapped(item, key);
      }
    }
  }

  static void env_files(Node* list) {
    wrap_strings(list, "path");
    if (list != nullptr) {
      for (Node& item : list->items) {
        require_by_default(item);
      }
    }
  }

  static void ulimits(Node* node) {
    if (node == nullptr) {
      return;
    }
    for (Node::Member& member : node->members) {
      if (member.value.is_scalar() && !member.value.is_null()) {
        member.value = wrapped(member.value, "single");
      }
    }
  }

  static void gpus(Node* node) {
    if (node == nullptr || !node->is_string()) {
      return;
    }
    Node list = container_from(*node, Kind::sequence);
    list.items.push_back(wrapped(*node, "count"));
    *node = std::move(list);
  }

  void ports(Node* list) {
    if (list == nullptr) {
      return;
    }
    std::vector<Node> out;
    for (Node& item : list->items) {
      if (item.is_mapping()) {
        out.push_back(std::move(item));
        continue;
      }
      if (item.kind == Kind::real) {
        report_.error(item.span, "port " + item.text + " is no whole number", "put it in quotes");
        continue;
      }
      auto expanded = long_ports(item);
      if (!expanded) {
        if (tolerant_) {
          out.push_back(std::move(item));
        } else {
          report_.error(item.span, expanded.error().message, expanded.error().hint);
        }
        continue;
      }
      std::move(expanded->begin(), expanded->end(), std::back_inserter(out));
    }
    list->items = std::move(out);
  }

  void convert(Node* list, base::Result<Node> (*read)(const Node&)) {
    if (list == nullptr) {
      return;
    }
    std::erase_if(list->items, [&](Node& item) {
      if (!item.is_string()) {
        return false;
      }
      auto made = read(item);
      if (!made && tolerant_) {
        return false;
      }
      if (!made) {
        report_.error(item.span, made.error().message, made.error().hint);
        return true;
      }
      item = std::move(*made);
      return false;
    });
  }

  Report& report_;
  bool tolerant_;
};

} // namespace

void expand_short_forms(Node& root, Report& report, bool tolerant) {
  Expander expander(report, tolerant);
  if (Node* services = root.find("services")) {
    for (Node::Member& member : services->members) {
      expander.service(member.value);
    }
  }
  for (const std::string_view key : {"networks", "volumes", "secrets", "configs"}) {
    if (Node* resources = root.find(key)) {
      for (Node::Member& member : resources->members) {
        expander.external(member.value);
      }
    }
  }
}

} // namespace secaudit::project::compose
