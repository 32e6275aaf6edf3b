// SPDX-License-Identifier: Apache-2.0
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dotenv/dotenv.hpp"
#include "project/dotenv/escapes.hpp"
#include "project/dotenv/variables.hpp"

namespace secaudit::project::dotenv {
namespace {

constexpr std::string_view bom = "\xEF\xBB\xBF";

bool is_letter_or_number(char32_t c) {
  // Beyond ASCII every letter-like character is taken; Compose asks Unicode for the category.
  return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')
         || (c >= 0xAA && c != 0xD7 && c != 0xF7 && !base::is_unsafe(c)
             && !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x3004));
}

class Parser {
 public:
  Parser(std::string_view text, const model::FileName& file, const Lookup& lookup)
      : text_(text), file_(file), lookup_(lookup) {
    if (text_.starts_with(bom)) {
      at_ = bom.size();
      line_begin_ = at_;
    }
  }

  File run() {
    while (!out_.error && skip_to_statement()) {
      statement();
    }
    out_.variables = variables_.take();
    return std::move(out_);
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool at_end() const { return at_ >= text_.size(); }

  model::Position position(std::size_t offset) const {
    return {line_,
            static_cast<int>(base::code_points(text_.substr(line_begin_, offset - line_begin_)))
                + 1};
  }

  void advance(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i, ++at_) {
      if (text_[at_] == '\n') {
        ++line_;
        line_begin_ = at_ + 1;
      }
    }
  }

  void fail(std::size_t offset, std::string message, std::string hint) {
    const model::Position place = position(offset);
    out_.error =
        model::Diagnostic{{file_, place, place}, std::move(message), std::move(hint), true};
  }

  void skip_spaces(bool line_breaks) {
    while (!at_end()) {
      const base::Decoded c = base::decode_utf8(text_.substr(at_));
      if (!is_space(c.code_point, line_breaks)) {
        return;
      }
      advance(c.length);
    }
  }

  /// Skips blank lines and comments; false at the end of the file.
  bool skip_to_statement() {
    skip_spaces(true);
    while (peek() == '#') {
      const std::size_t end = text_.find('\n', at_);
      if (end == std::string_view::npos) {
        return false;
      }
      advance(end - at_);
      skip_spaces(true);
    }
    return !at_end();
  }

  void skip_export() {
    constexpr std::string_view word = "export";
    if (!text_.substr(at_).starts_with(word) || at_ + word.size() >= text_.size()
        || !is_space(static_cast<unsigned char>(text_[at_ + word.size()]), true)) {
      return;
    }
    advance(word.size());
    skip_spaces(false);
  }

  /// The name in front of `=` or `:`. `alone` is set when the line holds nothing else. A last line
  /// without a line feed has an empty name, as in Compose.
  std::string name(bool& alone) {
    for (std::size_t i = at_; i < text_.size();) {
      const base::Decoded c = base::decode_utf8(text_.substr(i));
      const char32_t p = c.code_point;
      if (p == U'=' || p == U':' || p == U'\n') {
        const std::string_view key = trim_end(text_.substr(at_, i - at_));
        alone = p == U'\n';
        if (key.find(' ') != std::string_view::npos) {
          fail(at_, "a name with a blank in it, \"" + std::string(key) + "\"",
               "write NAME=value, one a line, with quotes around values of several words");
        }
        std::string result(key);
        advance(i + 1 - at_);
        return result;
      }
      if (!is_space(p, false)
          && std::string_view("_.-[]").find(static_cast<char>(p < 128 ? p : 0))
                 == std::string_view::npos
          && !is_letter_or_number(p)) {
        fail(i, "an unexpected character in the name of a variable",
             "names consist of letters, digits and `_.-[]`; put quotes around values of several "
             "lines");
        return {};
      }
      i += c.length;
    }
    return {};
  }

  void statement() {
    skip_export();
    model::Variable variable;
    variable.name_span = {file_, position(at_), position(at_)};
    const int line = line_;
    const std::size_t line_begin = line_begin_;
    const std::size_t name_at = at_;
    bool alone = false;
    variable.name = name(alone);
    if (out_.error) {
      return;
    }
    const std::size_t columns = base::code_points(text_.substr(line_begin, name_at - line_begin))
                                + base::code_points(variable.name);
    variable.name_span.end = {line, static_cast<int>(columns) + 1};
    if (alone) {
      variable.span = variable.name_span;
      if (const std::string* inherited = lookup_(variable.name)) {
        variable.value = *inherited;
        variable.raw = variable.name;
        variables_.set(std::move(variable));
      }
      return;
    }
    skip_spaces(false);
    value(variable);
    if (!out_.error) {
      variables_.set(std::move(variable));
    }
  }

  void value(model::Variable& variable) {
    variable.span.file = file_;
    variable.span.begin = position(at_);
    const char quote = peek();
    if (quote == '"' || quote == '\'') {
      quoted(variable, quote);
      return;
    }
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view bare = text_.substr(at_, end - at_);
    bare = trim_end(bare.substr(0, bare.find(" #")));
    variable.span.end = position(at_ + bare.size());
    const std::size_t begin = at_;
    variable.raw = std::string(bare);
    expand_into(variable, bare, begin);
    advance(std::min(end + 1, text_.size()) - at_);
  }

  void quoted(model::Variable& variable, char quote) {
    const std::size_t begin = at_;
    const model::Position place = position(begin);
    std::string inner;
    bool escaped = false;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == quote && !escaped) {
        finish_quoted(variable, inner, quote, i + 1);
        return;
      }
      if (c == '\\' && !escaped) {
        escaped = true;
        continue;
      }
      if (escaped && c != quote) {
        inner += '\\';
      }
      escaped = false;
      if (c == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n') {
        continue;
      }
      inner += c;
    }
    out_.error = model::Diagnostic{{file_, place, place},
                                   "a quoted value without its closing quote",
                                   "close the quote, or put the value in the other kind of quotes",
                                   true};
  }

  void finish_quoted(model::Variable& variable, const std::string& inner, char quote,
                     std::size_t end) {
    const std::size_t begin = at_;
    variable.raw = inner;
    if (quote == '"') {
      expand_into(variable, unescape(inner), begin);
    } else {
      variable.value = inner;
    }
    advance(end - at_);
    variable.span.end = position(at_);
  }

  void expand_into(model::Variable& variable, std::string_view text, std::size_t begin) {
    auto expanded = expand(text, [this](const std::string& wanted) {
      const std::string* outer = lookup_(wanted);
      return outer != nullptr ? outer : variables_.find(wanted);
    });
    if (!expanded) {
      fail(begin, expanded.error().message, expanded.error().hint);
      return;
    }
    total_ += expanded->text.size();
    if (total_ > limits::dotenv_expanded_bytes) {
      fail(begin, "values that grow without bound by referring to each other",
           "remove the repeated references");
      return;
    }
    variable.value = std::move(expanded->text);
    out_.uses.insert(out_.uses.end(), expanded->uses.begin(), expanded->uses.end());
  }

  std::string_view text_;
  const model::FileName& file_;
  const Lookup& lookup_;
  Variables variables_;
  File out_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t total_ = 0;
  int line_ = 1;
};

} // namespace

File parse(std::string_view text, const model::FileName& name, const Lookup& lookup) {
  return Parser(text, name, lookup).run();
}

} // namespace secaudit::project::dotenv
