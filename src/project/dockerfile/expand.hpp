// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile {

/// What BuildKit's word lexer makes of a variable that has no value.
enum class Unset {
  empty,       ///< it vanishes
  keep,        ///< every form stays as written
  keep_simple, ///< `$x`, `${x}` and the pattern forms stay, `:-` and `:+` count it as unset
};

struct ExpandOptions {
  char escape = '\\';
  bool raw_quotes = false;  ///< quotes stay in the result
  bool raw_escapes = false; ///< escapes stay in the result
  Unset unset = Unset::empty;
};

struct Expansion {
  std::string text;               ///< the whole with its blanks
  std::vector<std::string> words; ///< split at blanks after the expansion, quotes respected
  std::vector<std::string> unset; ///< names that had no value
  std::optional<std::string> error;
  bool refused = false; ///< the error comes of a value (`:?`, size), not of the syntax
};

using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

/// Quotes, escapes and variables of a Dockerfile word as BuildKit expands them (rules/dockerfile.md
/// section 2). On an error `text` and `words` are empty. Depth and size of the result are bounded.
Expansion expand(std::string_view word, const Lookup& lookup, const ExpandOptions& options = {});

} // namespace secaudit::project::dockerfile
