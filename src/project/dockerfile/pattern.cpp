// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/pattern.hpp"

#include "base/limits.hpp"
#include "project/dockerfile/characters.hpp"

#include <algorithm>
#include <vector>

namespace secaudit::project::dockerfile {
namespace {

struct Token {
  enum class Kind { literal, one, many };
  Kind kind;
  std::string_view text;
};
using Characters = std::vector<std::string_view>;

Characters characters(std::string_view text) {
  Characters result;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    result.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return result;
}

std::optional<std::vector<Token>> tokens(std::string_view pattern) {
  std::vector<Token> result;
  const Characters parts = characters(pattern);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == "*") {
      result.push_back({Token::Kind::many, {}});
    } else if (parts[i] == "?") {
      result.push_back({Token::Kind::one, {}});
    } else if (parts[i] == "\\") {
      ++i;
      constexpr std::string_view escapable = "*?\\}/";
      if (i >= parts.size() || escapable.find(parts[i]) == std::string_view::npos) {
        return std::nullopt;
      }
      result.push_back({Token::Kind::literal, parts[i]});
    } else {
      result.push_back({Token::Kind::literal, parts[i]});
    }
  }
  return result;
}

/// The least (greatest when greedy) number of characters from `from` on that the pattern matches.
std::optional<std::size_t> match_length(const std::vector<Token>& pattern, const Characters& value,
                                        std::size_t from, bool greedy) {
  std::vector<char> states(pattern.size() + 1, 0);
  const auto close = [&] {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (states[i] && pattern[i].kind == Token::Kind::many) {
        states[i + 1] = 1;
      }
    }
  };
  std::optional<std::size_t> best;
  states[0] = 1;
  close();
  for (std::size_t at = from;; ++at) {
    if (states.back()) {
      best = at - from;
      if (!greedy) {
        return best;
      }
    }
    if (at == value.size() || std::find(states.begin(), states.end(), 1) == states.end()) {
      return best;
    }
    std::vector<char> next(states.size(), 0);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (!states[i]) {
        continue;
      }
      if (pattern[i].kind == Token::Kind::many) {
        next[i] = 1;
      } else if (pattern[i].kind == Token::Kind::one || pattern[i].text == value[at]) {
        next[i + 1] = 1;
      }
    }
    states.swap(next);
    close();
  }
}

bool too_large(std::string_view value, std::string_view pattern) {
  return value.size() > limits::dockerfile_pattern_bytes
         || pattern.size() > limits::dockerfile_pattern_bytes;
}

std::string join(const Characters& parts, std::size_t begin, std::size_t end) {
  std::string result;
  for (std::size_t i = begin; i < end; ++i) {
    result.append(parts[i]);
  }
  return result;
}

} // namespace

std::optional<std::string> without_prefix(std::string_view value, std::string_view pattern,
                                          bool greedy) {
  const auto parsed = tokens(pattern);
  if (!parsed || too_large(value, pattern)) {
    return std::nullopt;
  }
  const Characters parts = characters(value);
  return join(parts, match_length(*parsed, parts, 0, greedy).value_or(0), parts.size());
}

std::optional<std::string> without_suffix(std::string_view value, std::string_view pattern,
                                          bool greedy) {
  auto parsed = tokens(pattern);
  if (!parsed || too_large(value, pattern)) {
    return std::nullopt;
  }
  Characters parts = characters(value);
  std::reverse(parsed->begin(), parsed->end());
  std::reverse(parts.begin(), parts.end());
  const std::size_t length = match_length(*parsed, parts, 0, greedy).value_or(0);
  std::reverse(parts.begin(), parts.end());
  return join(parts, 0, parts.size() - length);
}

std::optional<std::string> with_replacement(std::string_view value, std::string_view pattern,
                                            std::string_view replacement, bool all) {
  const auto parsed = tokens(pattern);
  if (!parsed || too_large(value, pattern)
      || value.size() * replacement.size() > limits::dockerfile_value_bytes) {
    return std::nullopt;
  }
  const Characters parts = characters(value);
  std::string result;
  bool may_replace = true;
  for (std::size_t at = 0; at <= parts.size();) {
    const auto length = may_replace ? match_length(*parsed, parts, at, true) : std::nullopt;
    if (length) {
      result.append(replacement);
      may_replace = all;
    }
    if (length && *length > 0) {
      at += *length;
      may_replace = all && at < parts.size();
      if (at == parts.size()) {
        break;
      }
      continue;
    }
    if (at < parts.size()) {
      result.append(parts[at]);
    }
    ++at;
  }
  return result;
}

} // namespace secaudit::project::dockerfile
