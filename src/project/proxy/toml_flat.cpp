// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/toml_flat.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"

#include <utility>

namespace secaudit::project::proxy {
namespace {

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
         || c == '-';
}

class Reader {
 public:
  Reader(std::string_view text, const model::FileName& file, const TomlSink& sink)
      : text_(text), file_(file), sink_(sink) {}

  bool read() {
    bool fine = true;
    while (skip_to_content(), at_ < text_.size()) {
      if (!statement()) {
        fine = false;
      }
      skip_line();
    }
    return fine;
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void step() {
    if (text_[at_] == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
    ++at_;
  }

  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) {
      return false;
    }
    step();
    return true;
  }

  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t') {
      step();
    }
  }

  void skip_line() {
    while (at_ < text_.size() && peek() != '\n') {
      step();
    }
  }

  /// Over blanks, line ends and comments.
  void skip_to_content() {
    while (at_ < text_.size()) {
      if (peek() == '#') {
        skip_line();
      } else if (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n') {
        step();
      } else {
        return;
      }
    }
  }

  model::Span here() const { return {file_, {line_, static_cast<int>(at_ - line_start_) + 1}, {}}; }

  bool statement() {
    if (take('[')) {
      const bool list = take('[');
      table_.clear();
      const model::Span span = here();
      const bool fine = key(table_) && take(']') && (!list || take(']'));
      // A table with nothing in it says something, too.
      if (fine) {
        sink_(table_, "", span);
      }
      return fine;
    }
    std::string name = table_;
    return pair(name, 0);
  }

  bool pair(std::string name, std::size_t depth) {
    if (!key(name)) {
      return false;
    }
    skip_blanks();
    if (!take('=')) {
      return false;
    }
    skip_blanks();
    const model::Span span = here();
    if (peek() == '{') {
      return inline_table(name, depth);
    }
    std::string text;
    if (!value(text, depth)) {
      return false;
    }
    sink_(name, std::move(text), span);
    return true;
  }

  bool key(std::string& into) {
    while (true) {
      skip_blanks();
      std::string part;
      if (peek() == '"' || peek() == '\'') {
        if (!string(part)) {
          return false;
        }
      } else {
        while (is_bare(peek())) {
          part += peek();
          step();
        }
      }
      if (part.empty()) {
        return false;
      }
      into += (into.empty() ? "" : ".") + part;
      skip_blanks();
      if (!take('.')) {
        return true;
      }
    }
  }

  bool inline_table(const std::string& name, std::size_t depth) {
    if (depth >= limits::nginx_depth) {
      return false;
    }
    step();
    skip_to_content();
    while (!take('}')) {
      if (at_ >= text_.size() || !pair(name, depth + 1)) {
        return false;
      }
      skip_to_content();
      take(',');
      skip_to_content();
    }
    return true;
  }

  bool value(std::string& into, std::size_t depth) {
    if (peek() == '"' || peek() == '\'') {
      return string(into);
    }
    if (peek() == '[') {
      return array(into, depth);
    }
    while (at_ < text_.size() && peek() != ',' && peek() != ']' && peek() != '}' && peek() != '#'
           && peek() != '\n' && peek() != '\r') {
      into += peek();
      step();
    }
    into = base::trim(into);
    return !into.empty();
  }

  bool array(std::string& into, std::size_t depth) {
    if (depth >= limits::nginx_depth) {
      return false;
    }
    step();
    skip_to_content();
    while (!take(']')) {
      std::string item;
      const bool table = peek() == '{';
      if (at_ >= text_.size() || (table ? !inline_table("", depth + 1) : !value(item, depth + 1))) {
        return false;
      }
      into += (into.empty() ? "" : ",") + item;
      skip_to_content();
      take(',');
      skip_to_content();
    }
    return true;
  }

  bool string(std::string& into) {
    const char quote = peek();
    const bool many = peek(1) == quote && peek(2) == quote;
    for (int i = 0; i < (many ? 3 : 1); ++i) {
      step();
    }
    while (at_ < text_.size()) {
      const bool ends =
          many ? peek() == quote && peek(1) == quote && peek(2) == quote : peek() == quote;
      if (ends) {
        for (int i = 0; i < (many ? 3 : 1); ++i) {
          step();
        }
        return true;
      }
      if (!many && peek() == '\n') {
        return false;
      }
      if (quote == '"' && peek() == '\\' && at_ + 1 < text_.size()) {
        step();
        into += peek() == 'n' ? '\n' : peek() == 't' ? '\t' : peek();
      } else {
        into += peek();
      }
      step();
    }
    return false;
  }

  std::string_view text_;
  const model::FileName& file_;
  const TomlSink& sink_;
  std::string table_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

} // namespace

bool flatten_toml(std::string_view text, const model::FileName& file, const TomlSink& sink) {
  return Reader(text, file, sink).read();
}

} // namespace secaudit::project::proxy
