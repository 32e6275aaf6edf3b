// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/dockerfile/located.hpp"
#include "project/dockerfile/shell/view.hpp"

#include <cstddef>
#include <vector>

namespace secaudit::project::dockerfile::shell {

/// A word after quote removal and expansion.
struct Field {
  Located text;
  bool unresolved = false;
  bool quoted = false;
  std::size_t begin = 0; ///< in the source text
  std::size_t end = 0;
};

/// What one word of the source became: none or several fields when a known variable was split.
struct ReadWord {
  std::vector<Field> fields;
  std::vector<Located> scripts; ///< of its command substitutions, in order
  std::size_t end = 0;          ///< position behind it in the source
  bool plain = true;            ///< no quote, escape or expansion: may be a keyword
};

/// Reads the word at `begin` of a POSIX script up to an unquoted blank or operator.
ReadWord read_word(const Located& source, std::size_t begin, const Values& values);

} // namespace secaudit::project::dockerfile::shell
