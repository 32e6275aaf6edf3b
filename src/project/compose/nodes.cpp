// SPDX-License-Identifier: Apache-2.0
#include "project/compose/nodes.hpp"

#include <algorithm>

namespace secaudit::project::compose {

Node scalar_from(const Node& origin, Node::Kind kind, std::string text) {
  Node out;
  out.kind = kind;
  out.text = std::move(text);
  out.span = origin.span;
  out.via = origin.via;
  out.origins = origin.origins;
  out.raw = origin.raw;
  return out;
}

Node defaulted(const Node& owner, Node::Kind kind, std::string text) {
  Node out;
  out.kind = kind;
  out.text = std::move(text);
  out.span = owner.span;
  out.via = model::Via::defaulted;
  return out;
}

Node container_from(const Node& origin, Node::Kind kind) {
  Node out;
  out.kind = kind;
  out.span = origin.span;
  out.via = origin.via;
  out.origins = origin.origins;
  return out;
}

Node& set_member(Node& mapping, std::string_view key, Node value) {
  if (Node* there = mapping.find(key)) {
    *there = std::move(value);
    return *there;
  }
  Node::Member member;
  member.key = std::string(key);
  member.key_span = value.span;
  member.value = std::move(value);
  mapping.members.push_back(std::move(member));
  return mapping.members.back().value;
}

void erase_member(Node& mapping, std::string_view key) {
  std::erase_if(mapping.members, [&](const Node::Member& m) { return m.key == key; });
}

std::string text_of(const Node& mapping, std::string_view key) {
  const Node* node = mapping.find(key);
  return node != nullptr && node->is_string() ? node->text : std::string();
}

std::string dotted(const Steps& steps) {
  std::string out;
  for (const std::string& step : steps) {
    out += (out.empty() ? "" : ".") + step;
  }
  return out;
}

void add_origin(Node& node, const model::Origin& origin) {
  if (node.via == model::Via::written) {
    node.via = origin.via;
  }
  node.origins.push_back(origin);
  for (Node& item : node.items) {
    add_origin(item, origin);
  }
  for (Node::Member& member : node.members) {
    add_origin(member.value, origin);
  }
}

bool same_value(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size()
      || a.members.size() != b.members.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same_value(a.items[i], b.items[i])) {
      return false;
    }
  }
  return std::all_of(a.members.begin(), a.members.end(), [&](const Node::Member& m) {
    const Node* other = b.find(m.key);
    return other != nullptr && same_value(m.value, *other);
  });
}

} // namespace secaudit::project::compose
