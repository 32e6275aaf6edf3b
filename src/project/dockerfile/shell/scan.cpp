// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/shell/scan.hpp"

#include <string>

namespace secaudit::project::dockerfile::shell {
namespace {

/// Follows nested quotes and brackets with a stack of what closes them.
class Nesting {
 public:
  explicit Nesting(std::string_view text) : text_(text) {}

  std::size_t behind(std::size_t open) {
    push(text_[open]);
    for (std::size_t at = open + 1; at < text_.size(); ++at) {
      at = step(at);
      if (stack_.empty()) {
        return at + 1;
      }
    }
    return std::string_view::npos;
  }

 private:
  void push(char open) { stack_ += open == '(' ? ')' : open == '{' ? '}' : open; }

  std::size_t step(std::size_t at) {
    const char c = text_[at];
    const char closing = stack_.back();
    if (closing == '\'') {
      if (c == '\'') {
        stack_.pop_back();
      }
      return at;
    }
    if (c == '\\') {
      return at + 1;
    }
    if (c == closing) {
      stack_.pop_back();
      return at;
    }
    const bool dollar = at > 0 && text_[at - 1] == '$';
    const bool in_double = closing == '"';
    const bool opens = c == '"' || c == '`' || (c == '\'' && !in_double)
                       || (c == '(' && (dollar || !in_double)) || (c == '{' && dollar);
    if (opens && !(c == '`' && stack_.find('`') != std::string::npos)) {
      push(c);
    }
    return at;
  }

  std::string_view text_;
  std::string stack_;
};

} // namespace

std::size_t behind_bracket(std::string_view text, std::size_t open) {
  return Nesting(text).behind(open);
}

std::size_t behind_quote(std::string_view text, std::size_t open) {
  return Nesting(text).behind(open);
}

std::size_t identifier_length(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && (length == 0 || c < '0' || c > '9')) {
      break;
    }
    ++length;
  }
  return length;
}

} // namespace secaudit::project::dockerfile::shell
