// SPDX-License-Identifier: Apache-2.0
#include "project/dotenv/escapes.hpp"

#include <cstddef>

namespace secaudit::project::dotenv {
namespace {

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `\0` and up to three digits. Exactly three octal ones up to 255 make a character; for others
/// only the zero is dropped, as in Compose.
std::size_t octal(std::string_view text, std::string& out) {
  std::size_t end = 2;
  while (end < text.size() && end < 5 && is_digit(text[end])) {
    ++end;
  }
  const std::string_view digits = text.substr(2, end - 2);
  unsigned value = 256;
  if (digits.size() == 3 && is_octal(digits[0]) && is_octal(digits[1]) && is_octal(digits[2])) {
    value = static_cast<unsigned>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + digits[2] - '0');
  }
  if (value > 255) {
    out += '\\';
    out += digits;
  } else if (value < 128) {
    out += static_cast<char>(value);
  } else {
    out += static_cast<char>(0xC0 | (value >> 6));
    out += static_cast<char>(0x80 | (value & 0x3F));
  }
  return end;
}

} // namespace

std::string unescape(std::string_view text) {
  constexpr std::string_view letters = "abfnrtv\"\\";
  constexpr std::string_view meaning = "\a\b\f\n\r\t\v\"\\";
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i++];
      continue;
    }
    const char next = text[i + 1];
    const std::size_t known = letters.find(next);
    if (known != std::string_view::npos) {
      out += meaning[known];
      i += 2;
    } else if (next == '$') {
      out += "$$";
      i += 2;
    } else if (next == '0') {
      i += octal(text.substr(i), out);
    } else {
      out += text[i++];
    }
  }
  return out;
}

} // namespace secaudit::project::dotenv
