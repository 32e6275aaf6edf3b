// SPDX-License-Identifier: Apache-2.0
#include "project/compose/base64.hpp"

namespace secaudit::project::compose {

std::optional<std::string> decode_base64(std::string_view text) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  int padding = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      continue;
    }
    const std::size_t digit = alphabet.find(c);
    if (c == '=' ? count < 2 : (digit == std::string_view::npos || padding > 0)) {
      return std::nullopt;
    }
    padding += c == '=' ? 1 : 0;
    bits = (bits << 6) | (c == '=' ? 0U : static_cast<unsigned>(digit));
    if (++count == 4) {
      for (int i = 0; i < 3 - padding; ++i) {
        out += static_cast<char>((bits >> (16 - 8 * i)) & 0xFF);
      }
      bits = 0;
      count = 0;
    }
  }
  return count == 0 && padding < 3 ? std::optional(out) : std::nullopt;
}

} // namespace secaudit::project::compose
