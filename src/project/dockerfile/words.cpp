// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/words.hpp"

#include "project/dockerfile/characters.hpp"

#include <algorithm>

namespace secaudit::project::dockerfile {

std::vector<Located> quoted_words(const Located& text, char escape) {
  const std::string_view all = text.text();
  std::vector<Located> words;
  std::size_t begin = std::string_view::npos;
  char quote = '\0';
  std::size_t at = 0;
  while (at < all.size()) {
    const std::string_view rest = all.substr(at);
    const std::size_t space = quote == '\0' ? space_length(rest) : 0;
    if (space > 0) {
      if (begin != std::string_view::npos) {
        words.push_back(text.sub(begin, at));
        begin = std::string_view::npos;
      }
      at += space;
      continue;
    }
    begin = begin == std::string_view::npos ? at : begin;
    const char c = all[at];
    const std::size_t length = character_length(rest);
    if (c == escape && quote != '\'') {
      if (at + length == all.size()) {
        break; // an escape at the very end is dropped
      }
      at += length;
      at += character_length(all.substr(at));
      continue;
    }
    if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else if (quote == c) {
      quote = '\0';
    }
    at += length;
  }
  if (begin != std::string_view::npos && begin < at) {
    words.push_back(text.sub(begin, at));
  }
  return words;
}

std::vector<Located> plain_words(const Located& text) {
  const std::string_view all = text.text();
  std::vector<Located> words;
  std::size_t at = 0;
  while (at < all.size()) {
    std::size_t end = at;
    while (end < all.size() && !is_blank(all[end])) {
      ++end;
    }
    if (end > at) {
      words.push_back(text.sub(at, end));
    }
    at = end + 1;
  }
  return words;
}

std::vector<Located> first_word_and_rest(const Located& text) {
  const std::string_view all = text.text();
  std::size_t end = 0;
  while (end < all.size() && !is_blank(all[end])) {
    ++end;
  }
  std::size_t next = end;
  while (next < all.size() && is_blank(all[next])) {
    ++next;
  }
  std::vector<Located> parts{text.sub(0, end)};
  if (next > end) {
    parts.push_back(text.sub(next, all.size()));
  }
  return parts;
}

Located trimmed(const Located& text) {
  const std::string_view all = text.text();
  const std::string_view inner = trim_space(all);
  const auto begin = static_cast<std::size_t>(inner.data() - all.data());
  return inner.size() == all.size() ? text : text.sub(begin, begin + inner.size());
}

Flags leading_flags(const Located& text) {
  const std::string_view all = text.text();
  Flags result;
  std::size_t at = 0;
  while (true) {
    while (const std::size_t space = space_length(all.substr(at))) {
      at += space;
    }
    if (!all.substr(at).starts_with("--")) {
      result.rest = text.sub(at, all.size());
      return result;
    }
    Located word(text.file());
    char quote = '\0';
    for (; at < all.size(); ++at) {
      const char c = all[at];
      if (quote == '\0' && space_length(all.substr(at)) > 0) {
        break;
      }
      if (c == '\\') {
        if (++at < all.size()) {
          word.append(text, at, at + 1);
        }
      } else if (quote == '\0' && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = '\0';
      } else {
        word.append(text, at, at + 1);
      }
    }
    if (word.text() == "--") {
      result.rest = text.sub(std::min(at, all.size()), all.size());
      return result;
    }
    result.flags.push_back(std::move(word));
  }
}

} // namespace secaudit::project::dockerfile
