// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::model {

/// A value of the effective Compose model (after interpolation, merge, extends, include), with its
/// place. The same shape serves any YAML or JSON document. Mappings keep their order; keys are
/// unique.
struct Node {
  enum class Kind { null, boolean, integer, real, string, sequence, mapping };
  struct Member;

  Kind kind = Kind::null;
  std::string text;        ///< scalars: the value as text ("true", "42", "1.5", the string itself)
  std::string raw;           ///< scalars: the text before variables were replaced; "" when none were
  std::vector<Node> items; ///< sequence
  std::vector<Member> members; ///< mapping
  Span span;
  Via via = Via::written;
  std::vector<Origin> origins;

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind != Kind::sequence && kind != Kind::mapping; }
  bool is_string() const { return kind == Kind::string; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_mapping() const { return kind == Kind::mapping; }
  /// True for the boolean true only.
  bool is_true() const { return kind == Kind::boolean && text == "true"; }

  /// The member's value, or nullptr when this is no mapping or has none of that name.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  /// Follows a dotted path such as "deploy.resources.limits"; nullptr when a step is absent.
  const Node* at(std::string_view dotted_path) const;
};

struct Node::Member {
  std::string key;
  Span key_span;
  Node value;
};

} // namespace secaudit::model
