// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile {

/// A line of an ignore file that counts.
struct IgnoreLine {
  std::string pattern; ///< cleaned, with a leading `!` where it has one
  int line = 0;
};

/// The patterns of a `.dockerignore` as they are read (rules/dockerfile.md section 4).
std::vector<IgnoreLine> read_ignore_lines(std::string_view text);

/// Decides what reaches the builder: the last matching pattern wins, and a pattern that matches a
/// parent folder counts for what lies below.
class IgnoreMatcher {
 public:
  /// An error for a pattern that the builder refuses; its hint names the pattern.
  static base::Result<IgnoreMatcher> create(const std::vector<std::string>& patterns);

  /// True when the path (relative, `/`) does not reach the builder.
  bool excludes(std::string_view path) const;
  /// The older rule, by which a parent counts only when it is as deep as the pattern.
  bool excludes_by_depth(std::string_view path) const;
  /// Some pattern begins with `!`: what lies below an excluded folder may come back.
  bool has_exceptions() const { return exceptions_; }
  bool empty() const { return patterns_.empty(); }

 private:
  struct Token {
    enum class Kind { literal, any, segment, folders, everything, character_class } kind;
    std::string text; ///< the character, or the class with its brackets
  };
  struct Pattern {
    enum class Type { exact, prefix, suffix, tokens } type = Type::exact;
    bool exception = false;
    std::string text;
    std::size_t depth = 1;
    std::vector<Token> tokens;

    bool matches(std::string_view path) const;
    bool matches_tokens(std::string_view path) const;
  };
  static Pattern compile(std::string_view text);
  static bool in_class(std::string_view set, std::string_view character);

  std::vector<Pattern> patterns_;
  bool exceptions_ = false;
};

} // namespace secaudit::project::dockerfile
