// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/characters.hpp"

#include "base/unicode.hpp"

namespace secaudit::project::dockerfile {
namespace {

bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680
         || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F
         || c == 0x3000;
}

struct Range {
  char32_t first;
  char32_t last;
};

// Blocks without letters, as coarse as a variable name needs.
constexpr Range no_letters[] = {
    {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},
    {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2000, 0x2070}, {0x20A0, 0x20FF},
    {0x2190, 0x2BFF}, {0x3000, 0x3004}, {0x3007, 0x3030}, {0xE000, 0xF8FF},
    {0xFE00, 0xFE6F}, {0xFF00, 0xFF20}, {0xFFF0, 0xFFFF}, {0x1F000, 0x1FAFF}};

bool is_letter(char32_t c) {
  for (const Range& range : no_letters) {
    if (c >= range.first && c <= range.last) {
      return false;
    }
  }
  return true;
}

} // namespace

std::size_t space_length(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) {
    return is_space(first) ? 1 : 0;
  }
  const base::Decoded decoded = base::decode_utf8(text);
  return decoded.valid && is_space(decoded.code_point) ? decoded.length : 0;
}

std::string_view trim_space(std::string_view text) {
  while (const std::size_t length = space_length(text)) {
    text.remove_prefix(length);
  }
  std::size_t end = text.size();
  while (end > 0) {
    std::size_t start = end - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) {
      --start;
    }
    if (space_length(text.substr(start, end - start)) != end - start) {
      break;
    }
    end = start;
  }
  return text.substr(0, end);
}

std::size_t character_length(std::string_view text) {
  if (static_cast<unsigned char>(text.front()) < 0x80) {
    return 1;
  }
  return base::decode_utf8(text).length;
}

std::size_t name_character_length(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const char c = text.front();
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_') {
    return 1;
  }
  if (static_cast<unsigned char>(c) < 0x80) {
    return 0;
  }
  const base::Decoded decoded = base::decode_utf8(text);
  return decoded.valid && is_letter(decoded.code_point) ? decoded.length : 0;
}

} // namespace secaudit::project::dockerfile
