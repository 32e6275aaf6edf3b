// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::base {

/// Writes indented JSON piece by piece, in the order of the calls. Strings are made valid UTF-8
/// (ill-formed bytes become U+FFFD) and control characters, U+2028, U+2029 and bidirectional
/// overrides are escaped. Misuse (a value where a key is due) is a bug and asserts.
class JsonWriter {
 public:
  explicit JsonWriter(int indent = 2) : indent_(indent) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(double number);
  JsonWriter& null();
  /// Text that is JSON already, inserted as it is.
  JsonWriter& raw(std::string_view json);

  template <typename T>
  JsonWriter& member(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }

  /// The finished text with a final line feed.
  std::string take();

 private:
  void before_value();
  void newline();

  struct Level {
    bool array;
    bool empty;
  };
  std::string out_;
  std::vector<Level> levels_;
  int indent_;
  bool after_key_ = false;
};

/// `text` as a JSON string literal with its quotes, by the rules of JsonWriter.
std::string json_quoted(std::string_view text);

} // namespace secaudit::base
