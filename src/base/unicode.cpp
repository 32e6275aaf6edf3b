// SPDX-License-Identifier: Apache-2.0
#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace secaudit::base {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool in(const std::array<Range, N>& ranges, char32_t c) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), c,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return after != ranges.begin() && c <= std::prev(after)->last;
}

constexpr std::array<Range, 8> unsafe_ranges{{{0x80, 0x9F},
                                              {0xAD, 0xAD},
                                              {0x61C, 0x61C},
                                              {0x200B, 0x200F},
                                              {0x2028, 0x202E},
                                              {0x2060, 0x206F},
                                              {0xFEFF, 0xFEFF},
                                              {0xE0000, 0xE007F}}};

constexpr std::array<Range, 13> zero_width{{{0x300, 0x36F},
                                            {0x483, 0x489},
                                            {0x591, 0x5BD},
                                            {0x610, 0x61A},
                                            {0x64B, 0x65F},
                                            {0x93C, 0x93C},
                                            {0x1AB0, 0x1AFF},
                                            {0x1DC0, 0x1DFF},
                                            {0x200B, 0x200F},
                                            {0x20D0, 0x20FF},
                                            {0xFE00, 0xFE0F},
                                            {0xFE20, 0xFE2F},
                                            {0xE0100, 0xE01EF}}};

constexpr std::array<Range, 24> wide{
    {{0x1100, 0x115F}, {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x25FD, 0x25FE},  {0x2614, 0x2615},
     {0x2648, 0x2653}, {0x26A1, 0x26A1}, {0x26BD, 0x26BE}, {0x2705, 0x2705},  {0x274C, 0x274C},
     {0x2753, 0x2755}, {0x2795, 0x2797}, {0x2B50, 0x2B50}, {0x2E80, 0x303E},  {0x3041, 0x33FF},
     {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},  {0xF900, 0xFAFF},
     {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}}};
constexpr std::array<Range, 1> wide_supplementary{{{0x20000, 0x3FFFD}}};

unsigned byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

bool continues(std::string_view text, std::size_t i) {
  return i < text.size() && (byte_at(text, i) & 0xC0U) == 0x80U;
}

} // namespace

Decoded decode_utf8(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  if (first < 0x80) {
    return {first, 1, true};
  }
  std::size_t length = 0;
  char32_t code_point = 0;
  char32_t least = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
    code_point = first & 0x1FU;
    least = 0x80;
  } else if ((first & 0xF0U) == 0xE0U) {
    length = 3;
    code_point = first & 0x0FU;
    least = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    code_point = first & 0x07U;
    least = 0x10000;
  } else {
    return {};
  }
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues(text, i)) {
      return {};
    }
    code_point = (code_point << 6U) | (byte_at(text, i) & 0x3FU);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < least || surrogate || code_point > 0x10FFFF) {
    return {};
  }
  return {code_point, length, true};
}

bool is_unsafe(char32_t code_point) {
  return in(unsafe_ranges, code_point);
}

std::size_t column_width(char32_t code_point) {
  if (in(zero_width, code_point)) {
    return 0;
  }
  return in(wide, code_point) || in(wide_supplementary, code_point) ? 2 : 1;
}

} // namespace secaudit::base
