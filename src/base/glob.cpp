// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace secaudit::base {
namespace {

/// Length of the class that begins at pattern[0] == '[', 0 when it is malformed; sets `matches`.
std::size_t match_class(std::string_view pattern, char c, bool& matches) {
  std::size_t i = 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  i += negated ? 1 : 0;
  bool found = false;
  for (bool first = true; i < pattern.size() && (pattern[i] != ']' || first); first = false) {
    const char low = pattern[i];
    char high = low;
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      high = pattern[i + 2];
      i += 2;
    }
    found = found || (low <= c && c <= high);
    ++i;
  }
  if (i >= pattern.size()) {
    return 0;
  }
  matches = found != negated && c != '/';
  return i + 1;
}

/// One pattern element against one character; the number of pattern bytes it takes, 0 when it does
/// not match.
std::size_t match_one(std::string_view pattern, char c) {
  if (pattern[0] == '?') {
    return c == '/' ? 0 : 1;
  }
  if (pattern[0] == '[') {
    bool matches = false;
    const std::size_t length = match_class(pattern, c, matches);
    if (length != 0) {
      return matches ? length : 0;
    }
  }
  return pattern[0] == c ? 1 : 0;
}

/// Within one segment: `*`, `?`, classes. Backtracks to the last star only, hence linear in pattern
/// × text.
bool match_segment(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
      continue;
    }
    const std::size_t taken = p < pattern.size() ? match_one(pattern.substr(p), text[t]) : 0;
    if (taken != 0) {
      p += taken;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') {
    ++p;
  }
  return p == pattern.size();
}

bool has_wildcard(std::string_view pattern) {
  return std::any_of(pattern.begin(), pattern.end(),
                     [](char c) { return c == '*' || c == '?' || c == '['; });
}

} // namespace

bool glob_match(std::string_view pattern, std::string_view path) {
  if (!has_wildcard(pattern)) {
    return pattern == path;
  }
  if (pattern != "**" && pattern.find('/') == std::string_view::npos) {
    return path.find('/') == std::string_view::npos && match_segment(pattern, path);
  }
  const auto patterns = split(pattern, '/');
  const auto segments = split(path, '/');
  // reachable[j]: the patterns so far match the first j segments.
  std::vector<bool> reachable(segments.size() + 1, false);
  reachable[0] = true;
  for (const std::string_view part : patterns) {
    std::vector<bool> next(segments.size() + 1, false);
    if (part == "**") {
      bool any = false;
      for (std::size_t j = 0; j <= segments.size(); ++j) {
        any = any || reachable[j];
        next[j] = any;
      }
    } else {
      for (std::size_t j = 0; j < segments.size(); ++j) {
        next[j + 1] = reachable[j] && match_segment(part, segments[j]);
      }
    }
    reachable = std::move(next);
  }
  return reachable[segments.size()];
}

std::string clean_path(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string> kept;
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") {
      continue;
    }
    if (part == ".." && !kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (part != ".." || !absolute) {
      kept.emplace_back(part);
    }
  }
  const std::string joined = (absolute ? "/" : "") + join(kept, "/");
  return joined.empty() ? "." : joined;
}

} // namespace secaudit::base
