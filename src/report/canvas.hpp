// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/finding.hpp"
#include "report/writers.hpp"

#include <string>
#include <string_view>

namespace secaudit::report {

/// Lines of a terminal: every text is made printable and cut to the width; colour is only on status
/// words.
class Canvas {
 public:
  explicit Canvas(const TerminalStyle& style) : style_(style) {}

  const TerminalStyle& style() const { return style_; }
  bool cutting() const { return style_.columns > 0; }
  /// Too narrow for columns beside each other.
  bool narrow() const { return cutting() && style_.columns < 60; }
  std::size_t columns() const { return static_cast<std::size_t>(style_.columns); }

  void blank() { out_ += '\n'; }
  /// One line, cut at a word.
  void line(std::string_view text);
  /// Words broken into as many lines as they need, each behind `indent` spaces.
  void paragraph(std::string_view text, std::size_t indent);
  /// A status word in its colour, padded to `width`, behind `indent` spaces, then text in what is
  /// left of the line.
  void status(std::size_t indent, std::string_view word, std::size_t width, std::string_view rest);
  std::string take() { return std::move(out_); }

 private:
  std::string fit(std::string_view printable, std::size_t room) const;

  const TerminalStyle& style_;
  std::string out_;
};

/// `text` padded with spaces to `width` columns; never cut.
std::string padded(std::string_view text, std::size_t width);
/// `text` in exactly `width` columns, cut with "…" or padded.
std::string column(std::string_view text, std::size_t width, bool unicode);

} // namespace secaudit::report
