// SPDX-License-Identifier: Apache-2.0
#include "project/git/ignore.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

namespace secaudit::project::git {
namespace {

/// Trailing blanks do not count unless escaped.
std::string_view without_trailing_blanks(std::string_view line) {
  while (line.ends_with(' ') && !line.ends_with("\\ ")) {
    line.remove_suffix(1);
  }
  return line;
}

} // namespace

void IgnoreRules::add(std::string_view folder, std::string_view text) {
  for (std::string_view line : base::lines(text)) {
    line = without_trailing_blanks(line);
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    Pattern pattern{{}, line.starts_with('!'), false};
    line.remove_prefix(pattern.negated || line.starts_with("\\#") || line.starts_with("\\!") ? 1
                                                                                             : 0);
    if (line.ends_with('/')) {
      pattern.folders_only = true;
      line.remove_suffix(1);
    }
    const bool anchored = line.find('/') != std::string_view::npos;
    line.remove_prefix(line.starts_with('/') ? 1 : 0);
    pattern.glob = folder.empty() ? std::string() : std::string(folder) + "/";
    pattern.glob += (anchored ? "" : "**/") + std::string(line);
    patterns_.push_back(std::move(pattern));
  }
}

bool IgnoreRules::matches(std::string_view path, bool folder) const {
  bool ignored = false;
  for (const Pattern& pattern : patterns_) {
    if ((folder || !pattern.folders_only) && base::glob_match(pattern.glob, path)) {
      ignored = !pattern.negated;
    }
  }
  return ignored;
}

bool IgnoreRules::ignores(std::string_view path) const {
  // Nothing below an excluded folder can be brought back.
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (matches(path.substr(0, slash), true)) {
      return true;
    }
  }
  return matches(path, false);
}

} // namespace secaudit::project::git
