// SPDX-License-Identifier: Apache-2.0
#include "model/proxy_regex.hpp"

#include "model/proxy_levels.hpp"

namespace secaudit::model {
namespace {

bool is_operator(std::string_view word) {
  return word == "~" || word == "~*" || word == "!~" || word == "!~*";
}

std::string_view behind_tilde(std::string_view word) {
  return word.substr(word.starts_with("~*") ? 2 : 1);
}

void add_own(const Directive& directive, std::vector<RegexUse>& out) {
  if (directive.name == "location" && is_operator(argument(directive, 0))) {
    out.push_back({&directive, std::string(argument(directive, 1))});
  } else if (directive.name == "if" && is_operator(argument(directive, 1))) {
    out.push_back({&directive, std::string(argument(directive, 2))});
  } else if (directive.name == "rewrite") {
    out.push_back({&directive, std::string(argument(directive, 0))});
  } else if (directive.name == "server_name") {
    for (const auto& name : directive.arguments) {
      if (name->starts_with('~')) {
        out.push_back({&directive, std::string(behind_tilde(*name))});
      }
    }
  }
}

void collect(const std::vector<Directive>& block, bool map, std::vector<RegexUse>& out) {
  for (const Directive& directive : block) {
    if (map && directive.name.starts_with('~')) {
      out.push_back({&directive, std::string(behind_tilde(directive.name))});
    }
    add_own(directive, out);
    collect(directive.block, directive.name == "map", out);
  }
}

/// Behind a character class that begins at `at`; npos when it does not end.
std::size_t behind_class(std::string_view pattern, std::size_t at) {
  std::size_t next = at + 1;
  next += next < pattern.size() && pattern[next] == '^' ? 1U : 0U;
  next += next < pattern.size() && pattern[next] == ']' ? 1U : 0U;
  while (next < pattern.size() && pattern[next] != ']') {
    if (pattern[next] == '\\') {
      ++next;
    } else if (pattern[next] == '[' && next + 1 < pattern.size() && pattern[next + 1] == ':') {
      const std::size_t end = pattern.find(":]", next);
      next = end == std::string_view::npos ? next : end + 1;
    }
    ++next;
  }
  return next < pattern.size() ? next + 1 : std::string_view::npos;
}

bool captures(std::string_view rest) {
  if (!rest.starts_with("(?")) {
    return !rest.starts_with("(*");
  }
  return rest.starts_with("(?P<") || rest.starts_with("(?'")
         || (rest.starts_with("(?<") && !rest.starts_with("(?<=") && !rest.starts_with("(?<!"));
}

/// The length of one part (a character, an escape, a class) at the beginning; 0 when none.
std::size_t part_length(std::string_view text) {
  if (text.empty() || text.front() == '(' || text.front() == ')' || text.front() == '|') {
    return 0;
  }
  if (text.front() == '\\') {
    return text.size() > 1 ? 2 : 0;
  }
  if (text.front() == '[') {
    const std::size_t end = behind_class(text, 0);
    return end == std::string_view::npos ? 0 : end;
  }
  return 1;
}

bool repeats(std::string_view text) {
  return text.starts_with('+') || text.starts_with('*')
         || (text.starts_with('{') && text.find(",}") != std::string_view::npos
             && text.find(",}") < text.find('}') + 1);
}

/// Whether a group that opens here is `(part+)` and is repeated itself.
bool is_nested_repetition(std::string_view text) {
  std::size_t at = 1;
  if (text.starts_with("(?:")) {
    at = 3;
  } else if (text.starts_with("(?")) {
    return false;
  }
  const std::size_t part = part_length(text.substr(at));
  if (part == 0 || !repeats(text.substr(at + part))) {
    return false;
  }
  const std::size_t close = at + part + 1;
  // A possessive or lazy sign may follow; possessive ones do not backtrack.
  return text.substr(close).starts_with(')') && repeats(text.substr(close + 1));
}

} // namespace

std::vector<RegexUse> regexes_of(const std::vector<Directive>& directives) {
  std::vector<RegexUse> out;
  collect(directives, false, out);
  return out;
}

std::optional<int> groups_of(std::string_view pattern) {
  int groups = 0;
  int depth = 0;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] == '\\') {
      i += 2;
      continue;
    }
    if (pattern[i] == '[') {
      i = behind_class(pattern, i);
      if (i == std::string_view::npos) {
        return std::nullopt;
      }
      continue;
    }
    if (pattern[i] == '(') {
      ++depth;
      groups += captures(pattern.substr(i)) ? 1 : 0;
    } else if (pattern[i] == ')' && --depth < 0) {
      return std::nullopt;
    }
    ++i;
  }
  return depth == 0 ? std::optional<int>(groups) : std::nullopt;
}

bool repeats_a_repetition(std::string_view pattern) {
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] == '\\') {
      i += 2;
    } else if (pattern[i] == '[') {
      i = behind_class(pattern, i);
    } else if (pattern[i] == '(' && is_nested_repetition(pattern.substr(i))) {
      return true;
    } else {
      ++i;
    }
  }
  return false;
}

} // namespace secaudit::model
