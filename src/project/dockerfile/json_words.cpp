// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "project/dockerfile/characters.hpp"
#include "project/dockerfile/words.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace secaudit::project::dockerfile {
namespace {

constexpr std::string_view json_space = " \t\r\n";

void append_utf8(char32_t c, std::string& out) {
  const auto byte = [&](char32_t value) { out.push_back(static_cast<char>(value)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

/// Reads an array of strings; says nothing about other JSON.
class StringArray {
 public:
  explicit StringArray(const Located& text) : source_(text), text_(text.text()) {}

  std::optional<JsonWords> read() {
    JsonWords result;
    skip_space();
    if (!take('[')) {
      return std::nullopt;
    }
    skip_space();
    if (!take(']')) {
      do {
        skip_space();
        if (!string(result)) {
          return std::nullopt;
        }
        skip_space();
      } while (take(','));
      if (!take(']')) {
        return std::nullopt;
      }
    }
    skip_space();
    if (at_ != text_.size()) {
      return std::nullopt;
    }
    result.kind = JsonWords::Kind::strings;
    return result;
  }

 private:
  void skip_space() { at_ = std::min(text_.find_first_not_of(json_space, at_), text_.size()); }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) {
      return false;
    }
    ++at_;
    return true;
  }

  bool string(JsonWords& result) {
    const std::size_t begin = at_;
    if (!take('"')) {
      return false;
    }
    Located word = source_.sub(at_, at_);
    while (at_ < text_.size() && text_[at_] != '"') {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c < 0x20 || (c == '\\' && !escape(word))) {
        return false;
      }
      if (c != '\\') {
        const std::size_t length = character_length(text_.substr(at_));
        word.append(source_, at_, at_ + length);
        at_ += length;
      }
    }
    if (!take('"')) {
      return false;
    }
    result.words.push_back(std::move(word));
    result.spans.push_back(source_.span(begin, at_));
    return true;
  }

  bool escape(Located& word) {
    const std::size_t begin = at_;
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    ++at_;
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    if (const std::size_t index = letters.find(c); c != '\0' && index != std::string_view::npos) {
      ++at_;
      word.append_as(values.substr(index, 1), source_, begin);
      return true;
    }
    std::optional<char32_t> unit = unicode_unit();
    if (!unit) {
      return false;
    }
    if (*unit >= 0xD800 && *unit < 0xE000) {
      const std::size_t behind = at_;
      std::optional<char32_t> low;
      if (*unit < 0xDC00 && take('\\')) {
        low = unicode_unit();
      }
      const bool pair = low && *low >= 0xDC00 && *low < 0xE000;
      at_ = pair ? at_ : behind;
      unit = pair ? 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00) : char32_t{0xFFFD};
    }
    std::string bytes;
    append_utf8(*unit, bytes);
    word.append_as(bytes, source_, begin);
    return true;
  }

  std::optional<char32_t> unicode_unit() {
    if (!take('u') || text_.size() - at_ < 4) {
      return std::nullopt;
    }
    char32_t value = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      constexpr std::string_view digits = "0123456789abcdef";
      const char c = text_[at_];
      const std::size_t digit = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
      if (digit == std::string_view::npos) {
        return std::nullopt;
      }
      value = value * 16 + static_cast<char32_t>(digit);
    }
    return value;
  }

  const Located& source_;
  std::string_view text_;
  std::size_t at_ = 0;
};

} // namespace

JsonWords json_words(const Located& text) {
  if (!trim_space(text.text()).starts_with('[')) {
    return {};
  }
  if (auto strings = StringArray(text).read()) {
    return std::move(*strings);
  }
  JsonWords result;
  if (base::parse_json(trim_space(text.text()))) {
    result.kind = JsonWords::Kind::other_values;
  }
  return result;
}

} // namespace secaudit::project::dockerfile
