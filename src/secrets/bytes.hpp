// SPDX-License-Identifier: Apache-2.0
// What kinds of bytes the search tells apart.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace secaudit::secrets {

namespace detail {
inline constexpr unsigned token = 1;
inline constexpr unsigned word = 2;
inline constexpr unsigned digit = 4;
inline constexpr unsigned upper = 8;
inline constexpr unsigned lower = 16;
inline constexpr unsigned hex = 32;
inline constexpr unsigned b64 = 64;

constexpr std::array<std::uint8_t, 256> make_kinds() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0; c < 256; ++c) {
    unsigned kinds = 0;
    kinds |= c >= '0' && c <= '9' ? digit : 0U;
    kinds |= c >= 'A' && c <= 'Z' ? upper : 0U;
    kinds |= c >= 'a' && c <= 'z' ? lower : 0U;
    kinds |= (kinds & digit) != 0 || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ? hex : 0U;
    const bool alphanumeric = (kinds & (digit | upper | lower)) != 0;
    kinds |= alphanumeric || c == '_' ? word : 0U;
    kinds |= alphanumeric || c == '+' || c == '/' ? b64 : 0U;
    kinds |= alphanumeric || c == '_' || c == '+' || c == '/' || c == '=' || c == '.' || c == '~'
                     || c == '-'
                 ? token
                 : 0U;
    table[c] = static_cast<std::uint8_t>(kinds);
  }
  return table;
}
inline constexpr std::array<std::uint8_t, 256> kinds = make_kinds();

constexpr bool is(char c, unsigned kind) {
  return (kinds[static_cast<unsigned char>(c)] & kind) != 0;
}
} // namespace detail

/// A byte of which tokens are made: letters, digits, `_ + / = . ~ -`.
constexpr bool is_token(char c) {
  return detail::is(c, detail::token);
}
/// Letters, digits and `_`: what continues a word.
constexpr bool is_word(char c) {
  return detail::is(c, detail::word);
}
constexpr bool is_digit(char c) {
  return detail::is(c, detail::digit);
}
constexpr bool is_upper(char c) {
  return detail::is(c, detail::upper);
}
constexpr bool is_lower(char c) {
  return detail::is(c, detail::lower);
}
constexpr bool is_letter(char c) {
  return detail::is(c, detail::upper | detail::lower);
}
constexpr bool is_hex(char c) {
  return detail::is(c, detail::hex);
}
/// Letters, digits, `+` and `/`.
constexpr bool is_base64(char c) {
  return detail::is(c, detail::b64);
}
constexpr char lower_of(char c) {
  return is_upper(c) ? static_cast<char>(c + 32) : c;
}

} // namespace secaudit::secrets
