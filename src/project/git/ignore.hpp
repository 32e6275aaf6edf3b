// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::git {

/// The patterns of .gitignore files (gitignore(5)), for trees where git itself cannot be asked.
class IgnoreRules {
 public:
  /// Adds the file of a folder ("" = the top). Files of deeper folders must come after those above
  /// them.
  void add(std::string_view folder, std::string_view text);

  /// True when the last pattern that matches the file, or a folder above it, excludes it. `path` is
  /// relative to the top.
  bool ignores(std::string_view path) const;

 private:
  struct Pattern {
    std::string glob; ///< relative to the top
    bool negated;
    bool folders_only;
  };
  bool matches(std::string_view path, bool folder) const;

  std::vector<Pattern> patterns_;
};

} // namespace secaudit::project::git
