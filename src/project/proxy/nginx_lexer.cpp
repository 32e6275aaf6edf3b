// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/nginx_lexer.hpp"

#include "base/limits.hpp"

#include <utility>

namespace secaudit::project::proxy {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string unescaped(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      out += raw[i];
      continue;
    }
    switch (raw[i + 1]) {
    case '"':
    case '\'':
    case '\\':
      out += raw[++i];
      break;
    case 't':
      out += '\t', ++i;
      break;
    case 'r':
      out += '\r', ++i;
      break;
    case 'n':
      out += '\n', ++i;
      break;
    default:
      out += '\\';
      out += raw[++i];
      break;
    }
  }
  return out;
}

} // namespace

Lexer::Lexer(std::string_view text, model::FileName file, int first_line)
    : text_(text), file_(std::move(file)), position_{first_line, 1} {}

char Lexer::peek(std::size_t ahead) const {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

void Lexer::advance() {
  const char c = text_[at_++];
  if (c == '\n') {
    ++position_.line;
    position_.column = 1;
  } else if ((static_cast<unsigned char>(peek()) & 0xC0U) != 0x80U || at_ == text_.size()) {
    ++position_.column;
  }
}

void Lexer::skip_blanks() {
  while (at_ < text_.size()) {
    if (is_blank(peek())) {
      advance();
    } else if (peek() == '#') {
      while (at_ < text_.size() && peek() != '\n') {
        advance();
      }
    } else {
      return;
    }
  }
}

Token Lexer::finish(Token token) const {
  token.span.end = position_;
  return token;
}

bool Lexer::keep(Token& token, std::size_t begin, std::size_t end) const {
  if (end - begin > limits::nginx_token_bytes) {
    token.kind = Token::Kind::error;
    token.text = "too long parameter, probably missing terminating quote or `;`";
    return false;
  }
  token.text = unescaped(text_.substr(begin, end - begin));
  return true;
}

Token Lexer::quoted_word(char quote) {
  Token token{Token::Kind::word, {}, true, {file_, position_, {}}};
  advance();
  const std::size_t begin = at_;
  while (at_ < text_.size() && peek() != quote) {
    if (peek() == '\\' && at_ + 1 < text_.size()) {
      advance();
    }
    advance();
  }
  if (at_ == text_.size()) {
    token.kind = Token::Kind::error;
    token.text = "a quote is opened and never closed";
    return finish(std::move(token));
  }
  const bool kept = keep(token, begin, at_);
  advance();
  const char after = peek();
  if (kept && at_ < text_.size() && !is_blank(after) && after != ';' && after != '{'
      && after != ')') {
    token.kind = Token::Kind::error;
    token.text = std::string("unexpected \"") + after + "\" right behind a closing quote";
  }
  return finish(std::move(token));
}

Token Lexer::word() {
  Token token{Token::Kind::word, {}, false, {file_, position_, {}}};
  const std::size_t begin = at_;
  bool variable = false;
  while (at_ < text_.size()) {
    const char c = peek();
    if (c == '\\' && at_ + 1 < text_.size()) {
      advance();
      advance();
      variable = false;
      continue;
    }
    if (is_blank(c) || c == ';' || (c == '{' && !variable)) {
      break;
    }
    variable = c == '$';
    advance();
  }
  keep(token, begin, at_);
  return finish(std::move(token));
}

Token Lexer::next() {
  skip_blanks();
  if (at_ == text_.size()) {
    return {Token::Kind::end, {}, false, {file_, position_, position_}};
  }
  const char c = peek();
  if (c == '"' || c == '\'') {
    return quoted_word(c);
  }
  if (c != ';' && c != '{' && c != '}') {
    return word();
  }
  Token token{c == ';'   ? Token::Kind::end_of_directive
              : c == '{' ? Token::Kind::open
                         : Token::Kind::close,
              std::string(1, c),
              false,
              {file_, position_, {}}};
  advance();
  return finish(std::move(token));
}

void Lexer::recover() {
  while (at_ < text_.size() && peek() != ';' && peek() != '\n' && peek() != '}') {
    advance();
  }
  if (peek() == ';') {
    advance();
  }
}

void Lexer::skip_lua_string(char quote) {
  advance();
  while (at_ < text_.size() && peek() != quote && peek() != '\n') {
    if (peek() == '\\' && at_ + 1 < text_.size()) {
      advance();
    }
    advance();
  }
  if (at_ < text_.size()) {
    advance();
  }
}

bool Lexer::skip_lua_long_bracket() {
  std::size_t level = 0;
  while (peek(1 + level) == '=') {
    ++level;
  }
  if (peek() != '[' || peek(1 + level) != '[') {
    return false;
  }
  const std::string closing = "]" + std::string(level, '=') + "]";
  const std::size_t found = text_.find(closing, at_ + level + 2);
  const std::size_t stop = found == std::string_view::npos ? text_.size() : found + closing.size();
  while (at_ < stop) {
    advance();
  }
  return true;
}

bool Lexer::skip_lua() {
  int depth = 1;
  while (at_ < text_.size()) {
    const char c = peek();
    if (c == '-' && peek(1) == '-') {
      advance();
      advance();
      if (!skip_lua_long_bracket()) {
        while (at_ < text_.size() && peek() != '\n') {
          advance();
        }
      }
    } else if (c == '"' || c == '\'') {
      skip_lua_string(c);
    } else if (c != '[' || !skip_lua_long_bracket()) {
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      advance();
      if (depth == 0) {
        return true;
      }
    }
  }
  return false;
}

} // namespace secaudit::project::proxy
