// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace secaudit::base {

/// The first code point of a text. An ill-formed byte has length 1, `valid` false and the code
/// point U+FFFD.
struct Decoded {
  char32_t code_point = 0xFFFD;
  std::size_t length = 1;
  bool valid = false;
};

/// Decodes one code point (Unicode 15, table 3-7: no surrogates, no overlong forms). `text` must
/// not be empty.
Decoded decode_utf8(std::string_view text);

/// True for code points that must not reach a terminal or a log as they are: C1 controls, line and
/// paragraph separators, bidirectional controls, zero-width and tag characters that hide text.
bool is_unsafe(char32_t code_point);

/// Terminal columns of a code point: 0, 1 or 2 (UAX #11, with emoji wide).
std::size_t column_width(char32_t code_point);

} // namespace secaudit::base
