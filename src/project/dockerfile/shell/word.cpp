// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/shell/word.hpp"

#include "project/dockerfile/characters.hpp"
#include "project/dockerfile/expand.hpp"
#include "project/dockerfile/shell/scan.hpp"

#include <algorithm>

namespace secaudit::project::dockerfile::shell {
namespace {

constexpr auto npos = std::string_view::npos;

class WordReader {
 public:
  WordReader(const Located& source, std::size_t begin, const Values& values)
      : source_(source), text_(source.text()), values_(values), begin_(begin), at_(begin) {}

  ReadWord read() {
    open();
    while (at_ < text_.size() && !ends()) {
      step(false);
    }
    close(true);
    result_.end = at_;
    return std::move(result_);
  }

 private:
  bool ends() const {
    const char c = text_[at_];
    constexpr std::string_view metacharacters = " \t\n\r;&|()";
    if (metacharacters.find(c) != npos) {
      return true;
    }
    const bool process = at_ + 1 < text_.size() && text_[at_ + 1] == '(';
    return (c == '<' || c == '>') && !process;
  }

  void open() {
    field_ = Field{Located(source_.file()), false, false, at_, at_};
    any_ = false;
  }

  void close(bool last) {
    if (any_ || !field_.text.empty() || (last && result_.fields.empty() && result_.plain)) {
      field_.end = at_;
      result_.fields.push_back(std::move(field_));
    }
    open();
  }

  void take(std::size_t length) {
    field_.text.append(source_, at_, at_ + length);
    at_ = std::min(at_ + length, text_.size());
  }

  void take_raw_unresolved(std::size_t end) {
    field_.unresolved = true;
    take(std::min(end, text_.size()) - at_);
  }

  void step(bool in_double);
  void single_quoted();
  void double_quoted();
  void escaped(bool in_double);
  void dollar(bool in_double);
  void braced(bool in_double);
  void substitution(std::size_t script, std::size_t end);
  void backticks();
  void add_value(const std::string& value, bool in_double, std::size_t place);

  const Located& source_;
  std::string_view text_;
  const Values& values_;
  std::size_t begin_;
  std::size_t at_;
  Field field_;
  bool any_ = false; ///< the field exists although it is empty, as "" does
  ReadWord result_;
};

void WordReader::step(bool in_double) {
  const char c = text_[at_];
  if (c == '\\') {
    escaped(in_double);
  } else if (c == '$') {
    result_.plain = false;
    dollar(in_double);
  } else if (c == '`') {
    result_.plain = false;
    backticks();
  } else if (c == '\'' && !in_double) {
    single_quoted();
  } else if (c == '"' && !in_double) {
    double_quoted();
  } else if ((c == '<' || c == '>') && !in_double) {
    result_.plain = false;
    const std::size_t end = behind_bracket(text_, at_ + 1);
    substitution(at_ + 2, end);
  } else {
    take(character_length(text_.substr(at_)));
  }
}

void WordReader::single_quoted() {
  result_.plain = false;
  field_.quoted = any_ = true;
  const std::size_t end = std::min(text_.find('\'', at_ + 1), text_.size());
  ++at_;
  take(end - at_);
  at_ = std::min(end + 1, text_.size());
}

void WordReader::double_quoted() {
  result_.plain = false;
  field_.quoted = any_ = true;
  ++at_;
  while (at_ < text_.size() && text_[at_] != '"') {
    step(true);
  }
  at_ = std::min(at_ + 1, text_.size());
}

void WordReader::escaped(bool in_double) {
  result_.plain = false;
  if (at_ + 1 >= text_.size()) {
    ++at_;
    return;
  }
  const char next = text_[at_ + 1];
  constexpr std::string_view special = "$`\"\\\n";
  if (next == '\n') {
    at_ += 2; // the line goes on
    return;
  }
  if (!in_double || special.find(next) != npos) {
    ++at_;
  }
  any_ = true;
  take(character_length(text_.substr(at_)));
}

void WordReader::dollar(bool in_double) {
  const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (next == '(') {
    const std::size_t end = behind_bracket(text_, at_ + 1);
    const bool arithmetic = at_ + 2 < text_.size() && text_[at_ + 2] == '(';
    if (arithmetic) {
      take_raw_unresolved(std::min(end, text_.size()));
    } else {
      substitution(at_ + 2, end);
    }
    return;
  }
  if (next == '{') {
    braced(in_double);
    return;
  }
  if ((next == '\'' || next == '"') && !in_double) {
    ++at_; // $'…' and $"…" differ from the plain quotes in escapes only
    return;
  }
  const std::size_t length = identifier_length(text_.substr(at_ + 1));
  if (length == 0) {
    constexpr std::string_view parameters = "@*#?-$!0123456789";
    if (next != '\0' && parameters.find(next) != npos) {
      take_raw_unresolved(at_ + 2);
    } else {
      take(1);
    }
    return;
  }
  const std::optional<std::string> value = values_(text_.substr(at_ + 1, length));
  if (!value) {
    take_raw_unresolved(at_ + 1 + length);
    return;
  }
  const std::size_t place = at_;
  at_ += 1 + length;
  add_value(*value, in_double, place);
}

void WordReader::braced(bool in_double) {
  const std::size_t end = std::min(behind_bracket(text_, at_ + 1), text_.size());
  const std::string_view whole = text_.substr(at_, end - at_);
  const std::size_t length =
      identifier_length(whole.substr(std::min<std::size_t>(2, whole.size())));
  const char behind = 2 + length < whole.size() ? whole[2 + length] : '\0';
  constexpr std::string_view forms = "}:-+?#%/";
  // `${x:1:2}`, `${#x}`, `${x[0]}` and `${!x}` are beyond what is expanded here.
  if (length == 0 || forms.find(behind) == npos || whole.find("$(") != npos) {
    take_raw_unresolved(end);
    return;
  }
  bool known = true;
  const Lookup lookup = [&](std::string_view name) {
    std::optional<std::string> value = values_(name);
    known = known && (value || (behind != '}' && name == whole.substr(2, length)));
    return value;
  };
  const Expansion expansion = expand(whole, lookup);
  if (expansion.error || !known || (behind != ':' && behind != '-' && !expansion.unset.empty())) {
    take_raw_unresolved(end);
    return;
  }
  const std::size_t place = at_;
  at_ = end;
  add_value(expansion.text, in_double, place);
}

void WordReader::add_value(const std::string& value, bool in_double, std::size_t place) {
  if (in_double) {
    field_.text.append_as(value, source_, place);
    return;
  }
  for (const char c : value) {
    if (c == ' ' || c == '\t' || c == '\n') {
      close(false);
      field_.begin = place;
    } else {
      field_.text.append_as(std::string_view(&c, 1), source_, place);
    }
  }
}

void WordReader::substitution(std::size_t script, std::size_t end) {
  if (end == npos) {
    take_raw_unresolved(text_.size());
    return;
  }
  result_.scripts.push_back(source_.sub(script, end - 1));
  take_raw_unresolved(end);
}

void WordReader::backticks() {
  const std::size_t end = behind_quote(text_, at_);
  substitution(at_ + 1, end);
}

} // namespace

ReadWord read_word(const Located& source, std::size_t begin, const Values& values) {
  return WordReader(source, begin, values).read();
}

} // namespace secaudit::project::dockerfile::shell
