// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/code_text.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

struct Language {
  bool hash = false;
  bool slashes = false;
  bool triple_quotes = false;
  bool backtick = false;
};

Language language_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const std::string_view ending = dot == std::string_view::npos ? "" : name.substr(dot + 1);
  if (ending == "py") {
    return {.hash = true, .triple_quotes = true};
  }
  if (ending == "php") {
    return {.hash = true, .slashes = true};
  }
  static constexpr std::string_view slashed[] = {"js",   "ts", "jsx", "tsx",   "mjs", "cjs",  "go",
                                                 "java", "cs", "kt",  "scala", "rs",  "alloy"};
  if (std::find(std::begin(slashed), std::end(slashed), ending) != std::end(slashed)) {
    return {.slashes = true, .backtick = true};
  }
  return {.hash = true};
}

class Reader {
 public:
  Reader(Language language, std::string_view source) : language_(language), source_(source) {
    out_.text.assign(source);
    out_.in_string.assign(source.size(), false);
  }

  CodeText read() {
    while (at_ < source_.size()) {
      step();
    }
    return std::move(out_);
  }

 private:
  bool here(std::string_view token) const { return source_.substr(at_, token.size()) == token; }

  void step() {
    const char c = source_[at_];
    if (language_.hash && c == '#') {
      return blank_until("\n", false);
    }
    if (language_.slashes && here("//")) {
      return blank_until("\n", false);
    }
    if (language_.slashes && here("/*")) {
      return blank_until("*/", true);
    }
    if (language_.triple_quotes && (here("\"\"\"") || here("'''"))) {
      return triple();
    }
    if (c == '"' || c == '\'' || (c == '`' && language_.backtick)) {
      return string(c);
    }
    ++at_;
  }

  void blank(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      if (out_.text[i] != '\n') {
        out_.text[i] = ' ';
      }
    }
  }

  void blank_until(std::string_view end, bool inclusive) {
    const std::size_t from = at_;
    std::size_t to = source_.find(end, at_ + 1);
    to = to == std::string_view::npos ? source_.size() : to + (inclusive ? end.size() : 0);
    blank(from, to);
    at_ = std::max(to, from + 1);
  }

  // Blanked as a whole: what stands in there is text for people or for another language.
  void triple() {
    const std::string_view quote = source_.substr(at_, 3);
    std::size_t to = source_.find(quote, at_ + 3);
    to = to == std::string_view::npos ? source_.size() : to + 3;
    blank(at_, to);
    at_ = to;
  }

  void string(char quote) {
    const bool many_lines = quote == '`';
    for (++at_; at_ < source_.size() && source_[at_] != quote; ++at_) {
      if (source_[at_] == '\n' && !many_lines) {
        return;
      }
      out_.in_string[at_] = true;
      if (source_[at_] == '\\' && at_ + 1 < source_.size() && source_[at_ + 1] != '\n') {
        out_.in_string[++at_] = true;
      }
    }
    at_ = std::min(at_ + 1, source_.size());
  }

  Language language_;
  std::string_view source_;
  CodeText out_;
  std::size_t at_ = 0;
};

} // namespace

CodeText code_text(std::string_view file_name, std::string_view source) {
  return Reader(language_of(file_name), source).read();
}

} // namespace secaudit::audit
