// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/tree.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace secaudit::project::compose {

using model::Node;

/// A scalar with the place and the history of the node it was made from.
Node scalar_from(const Node& origin, Node::Kind kind, std::string text);
inline Node text_from(const Node& origin, std::string text) {
  return scalar_from(origin, Node::Kind::string, std::move(text));
}
/// A value that nobody wrote, at the place of what it belongs to.
Node defaulted(const Node& owner, Node::Kind kind, std::string text = {});
/// An empty mapping or sequence with the place of `origin`.
Node container_from(const Node& origin, Node::Kind kind);

/// Sets or replaces a member; a new one takes the place of its value.
Node& set_member(Node& mapping, std::string_view key, Node value);
void erase_member(Node& mapping, std::string_view key);

/// The text of a string member, or "".
std::string text_of(const Node& mapping, std::string_view key);

/// Node::at for a tree that is changed.
inline Node* at(Node& node, std::string_view dotted_path) {
  return const_cast<Node*>(static_cast<const Node&>(node).at(dotted_path));
}

/// Members by key, for mappings that are looked into more often than once.
class MemberIndex {
 public:
  explicit MemberIndex(const Node& mapping) {
    index_.reserve(mapping.members.size());
    for (std::size_t i = 0; i < mapping.members.size(); ++i) {
      index_.emplace(mapping.members[i].key, i);
    }
  }
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t find(const std::string& key) const {
    const auto at = index_.find(key);
    return at == index_.end() ? none : at->second;
  }

 private:
  std::unordered_map<std::string, std::size_t> index_;
};

/// Keys and indexes from the root to a node, for messages and for rules that go by place.
using Steps = std::vector<std::string>;
std::string dotted(const Steps& steps);

/// Adds an origin to every scalar below a node.
void add_origin(Node& node, const model::Origin& origin);

/// Deep equality of kinds and values, places aside.
bool same_value(const Node& a, const Node& b);

} // namespace secaudit::project::compose
