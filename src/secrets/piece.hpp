// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/file_kinds.hpp"
#include "secrets/scanner.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// A match that is not judged yet.
struct Candidate : Match {
  std::string secret; ///< what it decodes to; empty when it stands in the text as it is
};

/// A stretch of text under search, and what was found in it so far.
struct Piece {
  std::string_view text;
  FileKind kind = FileKind::plain;
  unsigned depth = 0; ///< decoded so many times
  std::vector<Candidate>& found;

  std::string_view before(std::size_t at, std::size_t most) const {
    const std::size_t length = std::min(at, most);
    return text.substr(at - length, length);
  }
  /// The same, not beyond the start of the line.
  std::string_view line_before(std::size_t at, std::size_t most) const {
    const std::string_view all = before(at, most);
    return all.substr(all.rfind('\n') + 1);
  }
  void add(std::string_view format, std::string_view title, std::string_view severity,
           std::size_t begin, std::size_t end, Confidence confidence,
           std::string_view reason = {}) {
    Candidate match;
    match.format = format;
    match.title = title;
    match.severity = severity;
    match.begin = begin;
    match.end = end;
    match.confidence = confidence;
    match.reason = reason;
    found.push_back(std::move(match));
  }
};

} // namespace secaudit::secrets
