// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secaudit::model {

/// Name of a file as shown to people: relative to the project directory with `/`, or
/// `<inline>`-like for text that is no file. Copies share the text, because thousands of spans name
/// the same file.
class FileName {
 public:
  FileName() = default;
  FileName(std::string name) : name_(std::make_shared<const std::string>(std::move(name))) {}
  FileName(const char* name) : FileName(std::string(name)) {}

  const std::string& str() const {
    static const std::string none;
    return name_ ? *name_ : none;
  }
  bool empty() const { return str().empty(); }

  friend bool operator==(const FileName& a, const FileName& b) { return a.str() == b.str(); }
  friend std::strong_ordering operator<=>(const FileName& a, const FileName& b) {
    return a.str() <=> b.str();
  }

 private:
  std::shared_ptr<const std::string> name_;
};

/// Line and column, both 1-based, columns in code points; 0 means unknown.
struct Position {
  int line = 0;
  int column = 0;

  auto operator<=>(const Position&) const = default;
};

/// A stretch of a file. `end` is the position behind its last character.
struct Span {
  FileName file;
  Position begin;
  Position end;

  friend bool operator==(const Span&, const Span&) = default;
  friend auto operator<=>(const Span&, const Span&) = default;
  bool known() const { return begin.line > 0; }
};

/// How a value got to where it is in force.
enum class Via { written, merged, overridden, interpolated, extended, included, defaulted };

std::string_view to_string(Via via);

/// One step on the way of a value: where it came from and how.
struct Origin {
  Via via = Via::written;
  Span span;
  std::string note; ///< such as the name of the variable or of the extended service; may be empty
};

/// A value that knows where it was written and how it got there. `span` is the place to change;
/// `origins` is the chain behind it (base under an override, `.env` line under an interpolation),
/// nearest first.
template <typename T>
struct Sourced {
  T value{};
  Span span;
  Via via = Via::written;
  std::vector<Origin> origins;

  const T& operator*() const { return value; }
  const T* operator->() const { return &value; }
};

/// A message about a place in a file: a syntax error, an unknown key.
struct Diagnostic {
  Span span;
  std::string message;    ///< what was found and what was expected, in one line
  std::string hint;       ///< what to do; may be empty
  bool fatal = true;      ///< the tool that owns the file format would refuse the file
  std::string value_path; ///< dotted path of the value in the project, where the message begins
                          ///< with it: services.web.ports.0
  std::string demanded_variable; ///< what `${NAME:?}` asks for and nothing gives
  bool malformed = false;        ///< the whole file is not of its format: not YAML, not a mapping
  std::string unknown_key;       ///< a key that the format does not know
  std::string meant_key;         ///< the known one that is spelt nearly so, or ""
};

/// `file:line:column`, or what of it is known.
std::string to_string(const Span& span);

} // namespace secaudit::model
