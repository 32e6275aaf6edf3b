// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/expand.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dockerfile/characters.hpp"
#include "project/dockerfile/pattern.hpp"

#include <algorithm>
#include <utility>

namespace secaudit::project::dockerfile {
namespace {

using Piece = std::optional<std::string>; // nothing = failed, see error_

/// Collects the words of a text: blanks outside quotes and escapes end one.
class Words {
 public:
  void add_raw(std::string_view text) {
    word_.append(text);
    in_word_ = true;
  }

  void add(std::string_view text) {
    while (!text.empty()) {
      const std::size_t space = space_length(text);
      const std::size_t length = space > 0 ? space : character_length(text);
      if (space == 0) {
        add_raw(text.substr(0, length));
      } else if (in_word_ && redirects()) {
        add_raw(text.substr(0, length));
      } else if (in_word_ && !word_.empty()) {
        finish();
      }
      text.remove_prefix(length);
    }
  }

  std::vector<std::string> take() {
    if (!word_.empty()) {
      finish();
    }
    return std::move(words_);
  }

 private:
  void finish() {
    words_.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
  }

  // The word of a here-document may stand apart from its `<<`.
  bool redirects() const {
    std::string_view text = word_;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
      text.remove_prefix(1);
    }
    if (!text.starts_with("<<")) {
      return false;
    }
    text.remove_prefix(2);
    if (text.starts_with('-')) {
      text.remove_prefix(1);
    }
    return trim_space(text).empty();
  }

  std::string word_;
  std::vector<std::string> words_;
  bool in_word_ = false;
};

class Lexer {
 public:
  Lexer(std::string_view text, const Lookup& lookup, const ExpandOptions& options)
      : text_(text), lookup_(lookup), options_(options), raw_escapes_(options.raw_escapes) {}

  Expansion run() {
    Expansion result;
    Words words;
    Piece piece = until('\0', raw_escapes_, &words);
    result.unset = std::move(unset_);
    if (!piece) {
      result.error = std::move(error_);
      result.refused = refused_;
      return result;
    }
    result.text = std::move(*piece);
    result.words = words.take();
    return result;
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  Piece fail(std::string message) {
    if (error_.empty()) {
      error_ = std::move(message);
    }
    return std::nullopt;
  }

  std::string_view next_character() {
    const std::size_t length = character_length(text_.substr(at_));
    const std::string_view character = text_.substr(at_, length);
    at_ += length;
    return character;
  }

  Piece until(char stop, bool raw_escapes, Words* words);
  bool step(std::string& result, Words* words);
  Piece single_quoted();
  Piece double_quoted();
  Piece dollar();
  Piece braced();
  Piece modified(const std::string& name, std::string written);
  Piece replaced(const std::string& name);
  Piece chosen(const std::string& name, char operation, bool null_is_unset, const std::string& word,
               const std::string& written);
  Piece trimmed(std::string_view value, std::string_view word, char operation);
  std::string name();
  std::optional<std::string> value_of(const std::string& name);
  bool keeps(bool simple) const {
    return options_.unset == Unset::keep || (simple && options_.unset == Unset::keep_simple);
  }

  std::string_view text_;
  const Lookup& lookup_;
  const ExpandOptions& options_;
  bool raw_escapes_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::string error_;
  bool refused_ = false;
  std::vector<std::string> unset_;
};

Piece Lexer::until(char stop, bool raw_escapes, Words* words) {
  if (depth_ >= limits::dockerfile_expansion_depth) {
    return fail("variables are nested too deeply");
  }
  ++depth_;
  const bool before = std::exchange(raw_escapes_, raw_escapes);
  std::string result;
  bool good = true;
  bool stopped = stop == '\0';
  while (good && !at_end()) {
    if (stop != '\0' && peek() == stop) {
      ++at_;
      stopped = true;
      break;
    }
    good = step(result, words);
    if (result.size() > limits::dockerfile_value_bytes) {
      refused_ = true;
      good = fail("the expanded text is too long").has_value();
    }
  }
  raw_escapes_ = before;
  --depth_;
  if (good && !stopped) {
    return fail(std::string("unexpected end of text while looking for the matching ") + stop);
  }
  return good ? Piece(std::move(result)) : std::nullopt;
}

bool Lexer::step(std::string& result, Words* words) {
  const char c = peek();
  if (c == '$' || c == '\'' || c == '"') {
    const Piece piece = c == '$' ? dollar() : c == '"' ? double_quoted() : single_quoted();
    if (!piece) {
      return false;
    }
    result += *piece;
    if (words != nullptr) {
      c == '$' ? words->add(*piece) : words->add_raw(*piece);
    }
    return true;
  }
  std::string_view character = next_character();
  if (c != options_.escape) {
    result += character;
    if (words != nullptr) {
      words->add(character);
    }
    return true;
  }
  if (raw_escapes_) {
    result += character;
    if (words != nullptr) {
      words->add_raw(character);
    }
  }
  if (at_end()) {
    return true;
  }
  character = next_character();
  result += character;
  if (words != nullptr) {
    words->add_raw(character);
  }
  return true;
}

Piece Lexer::single_quoted() {
  const std::size_t end = text_.find('\'', at_ + 1);
  if (end == std::string_view::npos) {
    at_ = text_.size();
    return fail("a single quote has no partner");
  }
  const std::size_t begin = at_;
  at_ = end + 1;
  return std::string(options_.raw_quotes ? text_.substr(begin, at_ - begin)
                                         : text_.substr(begin + 1, end - begin - 1));
}

Piece Lexer::double_quoted() {
  std::string result;
  ++at_;
  if (options_.raw_quotes) {
    result += '"';
  }
  while (!at_end()) {
    const char c = peek();
    if (c == '"') {
      ++at_;
      if (options_.raw_quotes) {
        result += '"';
      }
      return result;
    }
    if (c == '$') {
      const Piece piece = dollar();
      if (!piece) {
        return std::nullopt;
      }
      result += *piece;
      continue;
    }
    std::string_view character = next_character();
    if (c == options_.escape) {
      if (raw_escapes_) {
        result += character;
      }
      if (at_end()) {
        break;
      }
      if (peek() == '"' || peek() == '$' || peek() == options_.escape) {
        character = next_character();
      }
    }
    result += character;
  }
  return fail("a double quote has no partner");
}

std::string Lexer::name() {
  const std::size_t begin = at_;
  constexpr std::string_view special = "@*#?-$!";
  const auto digit = [&] { return peek() >= '0' && peek() <= '9'; };
  if (digit()) {
    while (digit()) {
      ++at_;
    }
  } else if (!at_end() && special.find(peek()) != std::string_view::npos) {
    ++at_;
  } else {
    while (const std::size_t length = name_character_length(text_.substr(at_))) {
      at_ += length;
    }
  }
  return std::string(text_.substr(begin, at_ - begin));
}

std::optional<std::string> Lexer::value_of(const std::string& variable) {
  std::optional<std::string> value = lookup_(variable);
  if (!value && std::find(unset_.begin(), unset_.end(), variable) == unset_.end()) {
    unset_.push_back(variable);
  }
  return value;
}

Piece Lexer::dollar() {
  ++at_;
  if (peek() == '{') {
    ++at_;
    return braced();
  }
  const std::string variable = name();
  if (variable.empty()) {
    return std::string("$");
  }
  const std::optional<std::string> value = value_of(variable);
  if (!value && keeps(true)) {
    return "$" + variable;
  }
  return value.value_or("");
}

Piece Lexer::braced() {
  if (at_end()) {
    return fail("a `}` is missing");
  }
  if (peek() == '{' || peek() == '}' || peek() == ':') {
    return fail("bad substitution");
  }
  const std::string variable = name();
  if (at_end()) {
    return fail("a `}` is missing");
  }
  const char c = text_[at_++];
  switch (c) {
  case '}': {
    const std::optional<std::string> value = value_of(variable);
    if (!value && keeps(true)) {
      return "${" + variable + "}";
    }
    return value.value_or("");
  }
  case ':':
  case '+':
  case '-':
  case '?':
  case '#':
  case '%':
    return modified(variable, std::string(1, c));
  case '/':
    return replaced(variable);
  default:
    return fail(std::string("unsupported modifier (") + c + ") in substitution");
  }
}

Piece Lexer::modified(const std::string& variable, std::string written) {
  char operation = written.front();
  const bool null_is_unset = operation == ':';
  if (null_is_unset) {
    if (at_end()) {
      return fail("a `}` is missing");
    }
    operation = text_[at_++];
    written += operation;
  }
  constexpr std::string_view known = "+-?#%";
  const Piece word = until('}', operation == '#' || operation == '%', nullptr);
  if (!word) {
    return std::nullopt;
  }
  if (known.find(operation) == std::string_view::npos) {
    return fail("unsupported modifier (" + written + ") in substitution");
  }
  return chosen(variable, operation, null_is_unset, *word, "${" + variable + written + *word + "}");
}

Piece Lexer::chosen(const std::string& variable, char operation, bool null_is_unset,
                    const std::string& word, const std::string& written) {
  const std::optional<std::string> value = value_of(variable);
  const bool pattern = operation == '#' || operation == '%';
  if (!value && keeps(pattern || operation == '?')) {
    return written;
  }
  const bool absent = !value || (null_is_unset && value->empty());
  switch (operation) {
  case '-':
    return absent ? word : *value;
  case '+':
    return absent ? std::string() : word;
  case '?':
    if (absent) {
      refused_ = error_.empty();
      return fail(variable + ": " + (word.empty() ? "must have a value" : word));
    }
    return *value;
  default:
    return trimmed(value.value_or(""), word, operation);
  }
}

Piece Lexer::trimmed(std::string_view value, std::string_view word, char operation) {
  const bool greedy = !word.empty() && word.front() == operation;
  if (greedy) {
    word.remove_prefix(1);
  }
  Piece result =
      operation == '%' ? without_suffix(value, word, greedy) : without_prefix(value, word, greedy);
  return result ? result : fail("invalid pattern (" + std::string(word) + ") in substitution");
}

Piece Lexer::replaced(const std::string& variable) {
  const bool all = peek() == '/';
  if (all) {
    ++at_;
  }
  const Piece pattern = until('/', true, nullptr);
  const Piece replacement = pattern ? until('}', true, nullptr) : std::nullopt;
  if (!replacement) {
    return std::nullopt;
  }
  const std::optional<std::string> value = value_of(variable);
  if (!value && keeps(true)) {
    return "${" + variable + (all ? "//" : "/") + *pattern + "/" + *replacement + "}";
  }
  Piece result = with_replacement(value.value_or(""), *pattern, *replacement, all);
  return result ? result : fail("invalid pattern (" + *pattern + ") in substitution");
}

} // namespace

Expansion expand(std::string_view word, const Lookup& lookup, const ExpandOptions& options) {
  return Lexer(word, lookup, options).run();
}

} // namespace secaudit::project::dockerfile
