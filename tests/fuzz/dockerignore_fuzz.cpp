// SPDX-License-Identifier: Apache-2.0
// The first line of the input is a path, the rest an ignore file.
#include "project/dockerfile/ignore.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using secaudit::project::dockerfile::IgnoreMatcher;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || size > 20'000) {
    return 0;
  }
  const std::string_view path = text.substr(0, end);
  std::vector<std::string> patterns;
  for (const auto& line : secaudit::project::dockerfile::read_ignore_lines(text.substr(end + 1))) {
    if (line.line < 1 || line.pattern.empty()) {
      std::abort();
    }
    patterns.push_back(line.pattern);
  }
  const auto matcher = IgnoreMatcher::create(patterns);
  if (!matcher) {
    return 0;
  }
  const bool excluded = matcher->excludes(path);
  // Without exceptions, more patterns never let a path in again.
  if (excluded && !matcher->has_exceptions()) {
    patterns.emplace_back("another");
    const auto more = IgnoreMatcher::create(patterns);
    if (!more || !more->excludes(path)) {
      std::abort();
    }
  }
  matcher->excludes_by_depth(path);
  return 0;
}
