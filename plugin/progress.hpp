// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace secaudit::plugin {

/// Tells on standard error what is going on: one live line on a terminal, a line a step elsewhere,
/// nothing when quiet.
class Progress {
 public:
  enum class Style { quiet, lines, live };
  Progress(Style style, int columns, std::FILE* out = stderr)
      : style_(style), columns_(columns > 0 ? columns : 80), out_(out) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// A new step, "building backend and frontend".
  void step(std::string_view what);
  /// Output of the program that does the step: its last line is shown behind the step.
  void output(std::string_view bytes);
  /// Takes the live line away, before anything else is printed.
  void clear();

 private:
  void show(std::string_view line);

  Style style_;
  int columns_;
  std::FILE* out_;
  std::string step_;
  std::string line_; ///< the unfinished line of the program's output
  bool shown_ = false;
};

/// `auto`, `plain`, `none`; "" when the word is another.
bool parse_progress(std::string_view word, bool terminal, Progress::Style& style);

} // namespace secaudit::plugin
