// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.hpp"

#include "base/unicode.hpp"

#include <fmt/format.h>

#include <cassert>
#include <cmath>

namespace secaudit::base {
namespace {

void append_escaped(std::string& out, char32_t code_point) {
  if (code_point > 0xFFFF) {
    const char32_t rest = code_point - 0x10000;
    out += fmt::format("\\u{:04x}\\u{:04x}", static_cast<unsigned>(0xD800 + (rest >> 10U)),
                       static_cast<unsigned>(0xDC00 + (rest & 0x3FFU)));
    return;
  }
  out += fmt::format("\\u{:04x}", static_cast<unsigned>(code_point));
}

void append_character(std::string& out, const Decoded& character, std::string_view bytes) {
  switch (character.code_point) {
  case '"':
    out += "\\\"";
    return;
  case '\\':
    out += "\\\\";
    return;
  case '\n':
    out += "\\n";
    return;
  case '\t':
    out += "\\t";
    return;
  case '\r':
    out += "\\r";
    return;
  default:
    break;
  }
  // U+FFFD is always escaped, so that a text read back is written the same.
  if (!character.valid || character.code_point == 0xFFFD || character.code_point < 0x20
      || character.code_point == 0x7F || is_unsafe(character.code_point)) {
    append_escaped(out, character.code_point);
  } else {
    out += bytes;
  }
}

} // namespace

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Decoded next = decode_utf8(text);
    append_character(out, next, text.substr(0, next.length));
    text.remove_prefix(next.length);
  }
  out += '"';
  return out;
}

void JsonWriter::newline() {
  if (indent_ > 0) {
    out_ += '\n';
    out_.append(levels_.size() * static_cast<std::size_t>(indent_), ' ');
  }
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) {
    return;
  }
  assert(levels_.back().array);
  if (!levels_.back().empty) {
    out_ += ',';
  }
  levels_.back().empty = false;
  newline();
}

JsonWriter& JsonWriter::begin_object() {
  before_value();
  out_ += '{';
  levels_.push_back({false, true});
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  assert(!levels_.empty() && !levels_.back().array && !after_key_);
  const bool empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) {
    newline();
  }
  out_ += '}';
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  before_value();
  out_ += '[';
  levels_.push_back({true, true});
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  assert(!levels_.empty() && levels_.back().array);
  const bool empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) {
    newline();
  }
  out_ += ']';
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  assert(!levels_.empty() && !levels_.back().array && !after_key_);
  if (!levels_.back().empty) {
    out_ += ',';
  }
  levels_.back().empty = false;
  newline();
  out_ += json_quoted(name);
  out_ += indent_ > 0 ? ": " : ":";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  return raw(json_quoted(text));
}
JsonWriter& JsonWriter::value(std::int64_t number) {
  return raw(fmt::format("{}", number));
}
JsonWriter& JsonWriter::value(std::uint64_t number) {
  return raw(fmt::format("{}", number));
}
JsonWriter& JsonWriter::value(bool flag) {
  return raw(flag ? "true" : "false");
}
JsonWriter& JsonWriter::value(double number) {
  return std::isfinite(number) ? raw(fmt::format("{}", number)) : null();
}
JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

std::string JsonWriter::take() {
  assert(levels_.empty());
  out_ += '\n';
  return std::move(out_);
}

} // namespace secaudit::base
