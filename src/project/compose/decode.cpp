// SPDX-License-Identifier: Apache-2.0
#include "project/compose/decode.hpp"

#include "project/compose/decode_values.hpp"
#include "project/compose/schema.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

using Kind = Node::Kind;

bool is_zero(const Node& node) {
  return node.text == "0" || node.text == "-0";
}

class Decoder {
 public:
  explicit Decoder(Report& report) : report_(report) {}

  /// False when the value is to be left out.
  bool decode(Node& node, const Schema::Rule* rule) {
    if (rule == nullptr || rule->decode == '\0') {
      return true;
    }
    if (node.is_null() && !keeps_null(rule->decode)) {
      return false;
    }
    const base::Status status = convert(node, rule->decode);
    if (!status) {
      report_.error(node.span, dotted(steps_) + ": " + status.error().message, status.error().hint);
      return false;
    }
    children(node, *rule);
    return stays(node, rule->decode);
  }

  std::vector<LeftOut> left_out() { return std::move(left_out_); }

  /// A value of a service or another entry, with its path in the project.
  bool decode_at(std::string_view key, Node& node, const Schema::Rule* rule) {
    steps_.emplace_back(key);
    const bool keep = decode(node, rule);
    steps_.pop_back();
    return keep;
  }

 private:
  static bool keeps_null(char kind) { return kind == 'n' || kind == 'C'; }

  static base::Status convert(Node& node, char kind) {
    switch (kind) {
    case 's':
    case 'S':
      node.kind = node.is_scalar() ? Kind::string : node.kind;
      return {};
    case 'b':
    case 'B':
      return to_flag(node);
    case 'i':
    case 'I':
      return node.is_scalar() ? to_integer(node) : base::Status{};
    case 'y':
      return node.is_string() ? to_octal_number(node) : to_integer(node);
    case 'f':
    case 'c':
      return to_real(node);
    case 'm':
      return to_bytes(node);
    case 'd':
      return to_duration(node);
    case 'x':
      return to_file_mode(node);
    case 'C':
      return to_command(node);
    case 'h':
      return to_host_list(node);
    case 'e':
      return to_mapping(node, true);
    case 'M':
      return to_mapping(node, false);
    case 'a':
      return to_arguments(node);
    case 'q':
      return to_identities(node);
    case 'n':
      return node.is_scalar() && !node.is_null() ? to_device_count(node) : base::Status{};
    case 'p':
      return to_option(node);
    default:
      return shape(node, kind);
    }
  }

  static base::Status to_octal_number(Node& node) {
    const base::Status status = to_file_mode(node);
    return status ? to_integer(node) : status;
  }

  /// Build arguments without a value anywhere are left out.
  static base::Status to_arguments(Node& node) {
    const base::Status status = to_mapping(node, true);
    std::erase_if(node.members, [](const Node::Member& m) { return m.value.is_null(); });
    return status;
  }

  /// Lists of one and the string form of a health check.
  static base::Status shape(Node& node, char kind) {
    if ((kind == 't' || kind == 'H') && node.is_scalar()) {
      Node list = container_from(node, Kind::sequence);
      if (kind == 'H') {
        list.text = node.text;
        list.items.push_back(text_from(node, "CMD-SHELL"));
      }
      list.items.push_back(text_from(node, node.text));
      node = std::move(list);
    }
    return {};
  }

  void children(Node& node, const Schema::Rule& rule) {
    const bool decoded = rule.decode == 'e' || rule.decode == 'M' || rule.decode == 'h'
                         || rule.decode == 'C' || rule.decode == 'p' || rule.decode == 'a'
                         || rule.decode == 'q';
    if (decoded) {
      return;
    }
    std::erase_if(node.members, [&](Node::Member& member) {
      // Extensions are printed at the top level only.
      if (member.key.starts_with("x-") && !rule.has('!')) {
        return true;
      }
      steps_.push_back(member.key);
      const Schema::Rule* child = Schema::child(&rule, member.key);
      const bool keep = decode(member.value, child);
      steps_.pop_back();
      if (!keep && child != nullptr && is_number_or_flag(member.value, child->decode)) {
        left_out_.push_back({steps_, member});
      }
      return !keep;
    });
    std::size_t index = 0;
    std::erase_if(node.items, [&](Node& item) {
      steps_.push_back(std::to_string(index++));
      // Empty strings in lists stay.
      const bool text = rule.items != nullptr && rule.items->decode == 's' && !item.is_null();
      const bool keep = text ? (item.kind = Kind::string, true) : decode(item, rule.items);
      steps_.pop_back();
      return !keep;
    });
    if (rule.decode == 'o' && node.is_mapping()) {
      if (const Node* single = node.find("single")) {
        node = *single;
      }
    }
  }

  static bool is_number_or_flag(const Node& node, char kind) {
    return node.is_scalar() && !node.is_null()
           && std::string_view("bifcmy").find(kind) != std::string_view::npos;
  }

  static bool stays(const Node& node, char kind) {
    switch (kind) {
    case 's':
    case 'S':
      return !node.is_scalar() || !node.text.empty();
    case 'b':
      return node.text != "false";
    case 'i':
    case 'f':
    case 'c':
    case 'm':
    case 'y':
      return !is_zero(node);
    case 'l':
    case 't':
    case 'h':
    case 'H':
    case 'q':
      return !node.items.empty();
    case 'k':
    case 'e':
    case 'a':
    case 'M':
      return !node.members.empty() || !node.items.empty();
    default:
      return true;
    }
  }

  Report& report_;
  Steps steps_;
  std::vector<LeftOut> left_out_;
};

/// The mapping at a path; nullptr where a step is a list or absent.
Node* mapping_at(Node& root, const Steps& path) {
  Node* node = &root;
  for (const std::string& step : path) {
    node = node == nullptr ? nullptr : node->find(step);
  }
  return node != nullptr && node->is_mapping() ? node : nullptr;
}

void ensure(Node& mapping, std::string_view key, Kind kind) {
  if (mapping.find(key) == nullptr) {
    set_member(mapping, key, defaulted(mapping, kind));
  }
}

void capitalise(Node* list) {
  if (list == nullptr) {
    return;
  }
  for (Node& item : list->items) {
    for (Node::Member& member : item.members) {
      member.key[0] = static_cast<char>(member.key[0] & ~0x20);
    }
  }
}

/// Compose prints some keys even when they are not there, and those of block devices with capitals.
void print_always(Node& service) {
  ensure(service, "command", Kind::null);
  ensure(service, "entrypoint", Kind::null);
  if (Node* deploy = service.find("deploy")) {
    ensure(*deploy, "placement", Kind::mapping);
    ensure(*deploy, "resources", Kind::mapping);
  }
  if (Node* watch = at(service, "develop.watch")) {
    for (Node& item : watch->items) {
      ensure(item, "exec", Kind::mapping);
      ensure(*item.find("exec"), "command", Kind::null);
    }
  }
  if (Node* blocks = service.find("blkio_config")) {
    for (const std::string_view key : {"weight_device", "device_read_bps", "device_read_iops",
                                       "device_write_bps", "device_write_iops"}) {
      capitalise(blocks->find(key));
    }
  }
}

} // namespace

std::vector<LeftOut> decode_project(Node& root, Report& report) {
  const Schema schema;
  Decoder decoder(report);
  std::erase_if(root.members, [&](Node::Member& member) {
    return member.key != "services"
           && !decoder.decode(member.value, Schema::child(schema.root(), member.key));
  });
  Node* services = root.find("services");
  if (services == nullptr) {
    return decoder.left_out();
  }
  decoder.decode_at("services", *services, Schema::child(schema.root(), "services"));
  for (Node::Member& member : services->members) {
    erase_member(member.value, "extends");
    print_always(member.value);
  }
  if (Node* networks = root.find("networks")) {
    for (Node::Member& member : networks->members) {
      if (member.value.is_mapping()) {
        ensure(member.value, "ipam", Kind::mapping);
      }
    }
  }
  return decoder.left_out();
}

void put_back(Node& root, const std::vector<LeftOut>& left_out) {
  for (const LeftOut& each : left_out) {
    Node* mapping = mapping_at(root, each.path);
    if (mapping != nullptr && mapping->find(each.member.key) == nullptr) {
      mapping->members.push_back(each.member);
    }
  }
}

void take_out(Node& root, const std::vector<LeftOut>& left_out) {
  for (const LeftOut& each : left_out) {
    if (Node* mapping = mapping_at(root, each.path)) {
      erase_member(*mapping, each.member.key);
    }
  }
}

} // namespace secaudit::project::compose
