// SPDX-License-Identifier: Apache-2.0
#include "project/compose/short_forms.hpp"

namespace secaudit::project::compose {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

std::optional<std::vector<std::string>> shell_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool begun = false;
  bool escaped = false;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (escaped) {
      word += c;
      escaped = false;
      begun = true;
    } else if (c == '\\' && quote != '\'') {
      escaped = true;
    } else if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      begun = true;
    } else if (is_space(c)) {
      if (begun) {
        words.push_back(std::move(word));
        word.clear();
        begun = false;
      }
    } else if (c == ';' || c == '&' || c == '|' || c == '<' || c == '>') {
      break;
    } else if (c == '(' || c == ')') {
      const bool substitution = !word.empty() && word.back() == '$';
      if (c == '(' && !substitution) {
        return std::nullopt;
      }
      const std::size_t close = text.find(')', i);
      if (c == ')' || close == std::string_view::npos) {
        return std::nullopt;
      }
      word += text.substr(i, close + 1 - i);
      i = close;
    } else if (c == '`') {
      const std::size_t close = text.find('`', i + 1);
      if (close == std::string_view::npos) {
        return std::nullopt;
      }
      word += text.substr(i, close + 1 - i);
      i = close;
      begun = true;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun) {
    words.push_back(std::move(word));
  }
  if (escaped || quote != '\0') {
    return std::nullopt;
  }
  return words;
}

} // namespace secaudit::project::compose
