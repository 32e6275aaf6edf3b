// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace secaudit::project::proxy {

/// A piece of an nginx configuration.
struct Token {
  enum class Kind { word, end_of_directive, open, close, end, error };
  Kind kind = Kind::end;
  std::string text; ///< of a word, after quotes and escapes; of an error, what is wrong
  bool quoted = false;
  model::Span span;
};

/// Cuts text into tokens exactly as nginx does (rules/checklist-and-proxy.md 1.1): quotes act at
/// the start of a word only, `${` opens no block, a backslash keeps the next character from acting.
class Lexer {
 public:
  /// `first_line` is the number of the text's first line in the file that is shown.
  Lexer(std::string_view text, model::FileName file, int first_line = 1);

  Token next();
  /// Skips the rest of a Lua block whose `{` was just read, with its `}`: braces in Lua strings and
  /// comments do not count. False when the text ends first.
  bool skip_lua();
  /// Skips to behind the next `;` or line break, after an error.
  void recover();

 private:
  char peek(std::size_t ahead = 0) const;
  void advance();
  void skip_blanks();
  Token finish(Token token) const;
  Token word();
  Token quoted_word(char quote);
  bool keep(Token& token, std::size_t begin, std::size_t end) const;
  void skip_lua_string(char quote);
  bool skip_lua_long_bracket();

  std::string_view text_;
  std::size_t at_ = 0;
  model::FileName file_;
  model::Position position_;
};

} // namespace secaudit::project::proxy
