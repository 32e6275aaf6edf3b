// SPDX-License-Identifier: Apache-2.0
// The levels of an nginx configuration and what is in force at each (rules/checklist-and-proxy.md
// 1.2).
#pragma once

#include "model/proxy.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace secaudit::model {

/// The directives of a block by their names.
using BlockIndex = std::unordered_map<std::string_view, std::vector<const Directive*>>;

/// A place in the tree where settings hold: a server, a location, an `if` in it.
struct ProxyLevel {
  enum class Kind { server, location, condition };
  Kind kind = Kind::server;
  const Directive* server = nullptr; ///< nullptr for a fragment without a server block
  const Directive* self = nullptr;   ///< nullptr for a fragment's own level
  std::vector<const std::vector<Directive>*> chain;       ///< outermost first, its own last
  std::vector<std::shared_ptr<const BlockIndex>> indexes; ///< of the blocks of the chain

  const std::vector<Directive>& own() const { return *chain.back(); }
  /// The directives of that name in the n-th block of the chain.
  const std::vector<const Directive*>& named(std::size_t depth, std::string_view name) const;
  /// The place to show: of the block's name, or of the first directive of a fragment.
  Span span() const;
  /// "location /api/" or "server app.example.com", for messages.
  std::string title() const;
};

/// The levels of a configuration in the order of the text; every server's own level stands before
/// its locations. The levels hold pointers into the configuration.
std::vector<ProxyLevel> levels_of(const std::vector<Directive>& directives);

/// The directives of that name in a block.
std::vector<const Directive*> directives_named(const std::vector<Directive>& block,
                                               std::string_view name);
/// Those of the nearest level that has any: kinds that are replaced as a whole, and single values.
std::vector<const Directive*> in_force(const ProxyLevel& level, std::string_view name);
/// The single value in force, or nullptr.
const Directive* setting(const ProxyLevel& level, std::string_view name);
/// The directive of the level itself, or nullptr.
const Directive* own(const ProxyLevel& level, std::string_view name);
/// All directives of that name anywhere, in the order of the text.
std::vector<const Directive*> anywhere(const std::vector<Directive>& directives,
                                       std::string_view name);

/// The n-th argument, or "".
std::string_view argument(const Directive& directive, std::size_t index);
/// The arguments with blanks between.
std::string arguments_text(const Directive& directive);

} // namespace secaudit::model
