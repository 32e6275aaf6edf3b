// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace secaudit::project::dockerfile {

/// Bytes of the white space at the beginning of `text` as Go's unicode.IsSpace sees it (one code
/// point), 0 when it begins with something else. BuildKit splits words by it.
std::size_t space_length(std::string_view text);

/// Without Unicode white space on either side, like Go's strings.TrimSpace.
std::string_view trim_space(std::string_view text);

/// The blanks between an instruction and its arguments: tab, vertical tab, form feed, return,
/// space.
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

/// Bytes of the code point at the beginning of a non-empty text; 1 for an ill-formed byte.
std::size_t character_length(std::string_view text);

/// Bytes of the letter, digit or underscore at the beginning of `text`, 0 when it is none: what a
/// variable name is made of. Code points above ASCII are letters unless they lie in a block of
/// punctuation, symbols or spaces.
std::size_t name_character_length(std::string_view text);

} // namespace secaudit::project::dockerfile
