// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::compose {

/// A node as it is written: aliases are not followed, scalars not typed.
struct YamlNode {
  enum class Kind { scalar, sequence, mapping, alias };

  Kind kind = Kind::scalar;
  bool plain = false; ///< scalar without quotes and no block scalar
  std::string tag;    ///< as resolved by the %TAG rules, "" when there is none
  std::string anchor; ///< name of its anchor, or of the anchor that the alias means
  std::string text;   ///< scalar
  model::Position begin;
  model::Position end;
  std::vector<std::uint32_t> children; ///< items, or keys and values in turn
  std::uint32_t target = 0;            ///< alias: the anchored node
};

/// One document; nodes[0] is its root. A document of nothing but comments has no nodes.
struct YamlDocument {
  std::vector<YamlNode> nodes;
};

struct YamlStream {
  std::vector<YamlDocument> documents;
  std::optional<model::Diagnostic> error; ///< what ended the reading early
};

/// Reads all documents with libyaml, the parser that Compose's own was ported from. Depth and
/// number of nodes are limited; unknown anchors are errors.
YamlStream parse_yaml_stream(std::string_view text, const model::FileName& file);

/// A comment with its place; `text` begins behind the `#`.
struct YamlComment {
  model::Position at;
  std::string text;
  bool alone = false; ///< nothing else stands on its line
};

/// The comments of a file, for which the parser has no events.
std::vector<YamlComment> yaml_comments(std::string_view text, const YamlStream& stream);

} // namespace secaudit::project::compose
