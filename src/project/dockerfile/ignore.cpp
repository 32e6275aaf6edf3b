// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/ignore.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"
#include "base/unicode.hpp"
#include "project/dockerfile/characters.hpp"

#include <algorithm>

namespace secaudit::project::dockerfile {
namespace {

/// Length of a character of a class, its escape included; 0 when it may not stand there.
std::size_t class_character(std::string_view text) {
  if (text.empty() || text.front() == '-' || text.front() == ']') {
    return 0;
  }
  if (text.front() != '\\') {
    return character_length(text);
  }
  return text.size() > 1 ? 1 + character_length(text.substr(1)) : 0;
}

/// Length of the class at the beginning of the text, 0 when it is not complete.
std::size_t class_length(std::string_view text) {
  std::size_t at = text.substr(1).starts_with('^') ? 2 : 1;
  for (bool any = false;; any = true) {
    if (at >= text.size()) {
      return 0;
    }
    if (any && text[at] == ']') {
      return at + 1;
    }
    std::size_t length = class_character(text.substr(at));
    if (length == 0) {
      return 0;
    }
    at += length;
    if (text.substr(at).starts_with('-')) {
      length = class_character(text.substr(++at));
      if (length == 0) {
        return 0;
      }
      at += length;
    }
  }
}

bool valid_pattern(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = character_length(text.substr(at));
    if (text[at] == '\\') {
      length = at + 1 < text.size() ? 1 + character_length(text.substr(at + 1)) : 0;
    } else if (text[at] == '[') {
      length = class_length(text.substr(at));
    }
    if (length == 0) {
      return false;
    }
    at += length;
  }
  return true;
}

std::string_view unescaped(std::string_view character) {
  return character.starts_with('\\') && character.size() > 1 ? character.substr(1) : character;
}

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

} // namespace

std::vector<IgnoreLine> read_ignore_lines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  std::vector<IgnoreLine> result;
  int number = 0;
  for (const std::string_view line : base::lines(text)) {
    ++number;
    std::string_view pattern = trim_space(line);
    if (line.starts_with('#') || pattern.empty()) {
      continue;
    }
    const bool exception = pattern.starts_with('!');
    if (exception) {
      pattern = trim_space(pattern.substr(1));
    }
    std::string cleaned = pattern.empty() ? "" : base::clean_path(pattern);
    if (cleaned.size() > 1 && cleaned.starts_with('/')) {
      cleaned.erase(0, 1);
    }
    result.push_back({(exception ? "!" : "") + cleaned, number});
  }
  return result;
}

base::Result<IgnoreMatcher> IgnoreMatcher::create(const std::vector<std::string>& patterns) {
  IgnoreMatcher matcher;
  for (const std::string& written : patterns) {
    std::string_view text = trim_space(written);
    if (text.empty()) {
      continue;
    }
    const bool exception = text.starts_with('!');
    if (exception) {
      text.remove_prefix(1);
    }
    if (text.empty()) {
      return base::fail("found a `!` without a pattern, expected one behind it", written);
    }
    const std::string cleaned = base::clean_path(text);
    if (!valid_pattern(cleaned)) {
      return base::fail("found a pattern with an incomplete `[` or `\\`", written);
    }
    Pattern pattern = compile(cleaned);
    pattern.exception = exception;
    matcher.exceptions_ = matcher.exceptions_ || exception;
    matcher.patterns_.push_back(std::move(pattern));
  }
  return matcher;
}

IgnoreMatcher::Pattern IgnoreMatcher::compile(std::string_view text) {
  Pattern pattern;
  using Type = Pattern::Type;
  using Kind = Token::Kind;
  pattern.text = text;
  pattern.depth = static_cast<std::size_t>(std::count(text.begin(), text.end(), '/')) + 1;
  for (std::size_t at = 0; at < text.size();) {
    const bool first = at == 0;
    if (text.substr(at).starts_with("**")) {
      at += 2;
      at += text.substr(at).starts_with('/') ? std::size_t{1} : 0;
      const bool last = at >= text.size();
      if (last) {
        pattern.type = pattern.type == Type::exact ? Type::prefix : Type::tokens;
      } else {
        pattern.type = Type::tokens;
      }
      pattern.tokens.push_back({last ? Kind::everything : Kind::folders, {}});
      pattern.type = first ? Type::suffix : pattern.type;
      continue;
    }
    if (text[at] == '*' || text[at] == '?') {
      pattern.tokens.push_back({text[at] == '*' ? Kind::segment : Kind::any, {}});
      pattern.type = Type::tokens;
      ++at;
      continue;
    }
    if (text[at] == '[') {
      const std::size_t length = class_length(text.substr(at));
      pattern.tokens.push_back({Kind::character_class, std::string(text.substr(at, length))});
      pattern.type = Type::tokens;
      at += length;
      continue;
    }
    if (text[at] == '\\') {
      pattern.type = Type::tokens;
      ++at;
    }
    const std::size_t length = character_length(text.substr(at));
    pattern.tokens.push_back({Kind::literal, std::string(text.substr(at, length))});
    at += length;
  }
  return pattern;
}

bool IgnoreMatcher::in_class(std::string_view set, std::string_view character) {
  std::size_t at = 1;
  const bool negated = set.substr(at).starts_with('^');
  at += negated ? std::size_t{1} : 0;
  const char32_t value = base::decode_utf8(character).code_point;
  bool found = false;
  while (at < set.size() && set[at] != ']') {
    std::size_t length = class_character(set.substr(at));
    const char32_t low = base::decode_utf8(unescaped(set.substr(at, length))).code_point;
    char32_t high = low;
    at += length;
    if (set.substr(at).starts_with('-')) {
      length = class_character(set.substr(++at));
      high = base::decode_utf8(unescaped(set.substr(at, length))).code_point;
      at += length;
    }
    found = found || (value >= low && value <= high);
  }
  return found != negated;
}

bool IgnoreMatcher::Pattern::matches(std::string_view path) const {
  switch (type) {
  case Type::exact:
    return path == text;
  case Type::prefix:
    return path.starts_with(std::string_view(text).substr(0, text.size() - 2));
  case Type::suffix: {
    const std::string_view suffix = std::string_view(text).substr(2);
    return path.ends_with(suffix) || (suffix.starts_with('/') && path == suffix.substr(1));
  }
  case Type::tokens:
    return matches_tokens(path);
  }
  return false;
}

bool IgnoreMatcher::Pattern::matches_tokens(std::string_view path) const {
  using Kind = Token::Kind;
  // states[i]: the tokens before i match what was read so far. A `**/` in progress swallows any
  // character and is left behind a `/` only.
  std::vector<char> states(tokens.size() + 1, 0);
  std::vector<char> next(states.size(), 0);
  const auto close = [&](std::vector<char>& set) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Kind kind = tokens[i].kind;
      const bool skips = kind == Kind::segment || kind == Kind::everything;
      if ((set[i] == 1 && (skips || kind == Kind::folders))) {
        set[i + 1] = 1;
      }
    }
  };
  states[0] = 1;
  close(states);
  while (!path.empty()) {
    const std::size_t length = character_length(path);
    const std::string_view character = path.substr(0, length);
    path.remove_prefix(length);
    const bool slash = character == "/";
    std::fill(next.begin(), next.end(), 0);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!states[i]) {
        continue;
      }
      const Token& token = tokens[i];
      if (token.kind == Kind::folders) {
        // 2: inside of what `**/` swallows, 1: at its beginning or behind a `/`.
        next[i] = next[i] == 1 || slash ? 1 : 2;
      } else if (token.kind == Kind::everything || (token.kind == Kind::segment && !slash)) {
        next[i] = 1;
      } else if ((token.kind == Kind::literal && token.text == character)
                 || (token.kind == Kind::any && !slash)
                 || (token.kind == Kind::character_class && in_class(token.text, character))) {
        next[i + 1] = 1;
      }
    }
    states.swap(next);
    close(states);
  }
  return states.back() != 0;
}

bool IgnoreMatcher::excludes(std::string_view path) const {
  const std::string cleaned(path);
  bool matched = false;
  for (const Pattern& pattern : patterns_) {
    // A pattern that would not change the verdict need not be looked at.
    if (pattern.exception != matched) {
      continue;
    }
    bool match = pattern.matches(cleaned);
    for (std::string_view parent = parent_of(cleaned); !match && !parent.empty();
         parent = parent_of(parent)) {
      match = pattern.matches(parent);
    }
    if (match) {
      matched = !pattern.exception;
    }
  }
  return matched;
}

bool IgnoreMatcher::excludes_by_depth(std::string_view path) const {
  bool matched = false;
  const std::vector<std::string_view> folders = base::split(parent_of(path), '/');
  for (const Pattern& pattern : patterns_) {
    bool match = pattern.matches(path);
    if (!match && !parent_of(path).empty() && pattern.depth <= folders.size()) {
      std::size_t length = pattern.depth - 1;
      for (std::size_t i = 0; i < pattern.depth; ++i) {
        length += folders[i].size();
      }
      match = pattern.matches(path.substr(0, length));
    }
    if (match) {
      matched = !pattern.exception;
    }
  }
  return matched;
}

} // namespace secaudit::project::dockerfile
