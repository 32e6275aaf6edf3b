// SPDX-License-Identifier: Apache-2.0
#include "secrets/decoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace secaudit::secrets {
namespace {

constexpr std::array<std::int8_t, 256> make_base64() {
  std::array<std::int8_t, 256> table{};
  for (std::int8_t& entry : table) {
    entry = -1;
  }
  for (int i = 0; i < 26; ++i) {
    table[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(i);
    table[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(26 + i);
  }
  for (int i = 0; i < 10; ++i) {
    table[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(52 + i);
  }
  table['+'] = table['-'] = 62;
  table['/'] = table['_'] = 63;
  return table;
}
constexpr std::array<std::int8_t, 256> base64_table = make_base64();

bool is_text_byte(unsigned c) {
  return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t';
}

/// Decodes digits of `bits` bits each; nothing when a character is no digit.
template <typename Digit>
std::optional<std::string> decode(std::string_view text, Digit digit, unsigned bits) {
  std::string bytes;
  bytes.reserve(text.size() * bits / 8);
  unsigned buffer = 0;
  unsigned held = 0;
  for (const char c : text) {
    const int value = digit(c);
    if (value < 0) {
      return std::nullopt;
    }
    buffer = ((buffer << bits) | static_cast<unsigned>(value)) & 0xFFFFU;
    held += bits;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>((buffer >> held) & 0xFFU);
    }
  }
  return bytes;
}

} // namespace

int base64_digit(char c) {
  return base64_table[static_cast<unsigned char>(c)];
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> decode_base64(std::string_view text) {
  while (text.ends_with('=')) {
    text.remove_suffix(1);
  }
  return decode(text, base64_digit, 6);
}

std::optional<std::string> decode_hex(std::string_view text) {
  return text.size() % 2 == 0 ? decode(text, hex_digit, 4) : std::nullopt;
}

std::string decode_percent(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0
        && hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool starts_as_text_base64(std::string_view text) {
  if (text.size() < 16) {
    return false;
  }
  for (std::size_t i = 0; i < 12; i += 4) {
    unsigned group = 0;
    for (std::size_t j = i; j < i + 4; ++j) {
      const int digit = base64_digit(text[j]);
      if (digit < 0) {
        return false;
      }
      group = (group << 6U) | static_cast<unsigned>(digit);
    }
    if (!is_text_byte((group >> 16U) & 0xFFU) || !is_text_byte((group >> 8U) & 0xFFU)
        || !is_text_byte(group & 0xFFU)) {
      return false;
    }
  }
  return true;
}

bool starts_as_text_hex(std::string_view text) {
  if (text.size() < 32) {
    return false;
  }
  for (std::size_t i = 0; i < 24; i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0 || !is_text_byte(static_cast<unsigned>(high * 16 + low))) {
      return false;
    }
  }
  return true;
}

bool is_mostly_text(std::string_view bytes) {
  const auto other = std::count_if(bytes.begin(), bytes.end(), [](char c) {
    return !is_text_byte(static_cast<unsigned char>(c));
  });
  return static_cast<std::size_t>(other) * 16 <= bytes.size();
}

} // namespace secaudit::secrets
