// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/finding.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace secaudit::report {

/// Text that grows line by line, never wider than the terminal. Everything that is added as text is
/// made printable.
class Lines {
 public:
  /// `columns` 0: no cutting.
  Lines(bool colour, bool unicode, int columns);

  enum class Style { plain, bold, red, yellow, green, cyan, dim };

  /// The rest of the line: cut when too long.
  Lines& text(std::string_view untrusted, Style style = Style::plain);
  /// Like text, padded with blanks to `width` columns, cut to it.
  Lines& cell(std::string_view untrusted, std::size_t width, Style style = Style::plain);
  Lines& blank(std::size_t count = 1);
  Lines& end();
  /// A paragraph wrapped to the terminal with an indent.
  Lines& paragraph(std::string_view untrusted, std::size_t indent, Style style = Style::plain);
  std::size_t width() const { return columns_; }
  std::string take() { return std::move(out_); }

 private:
  void put(std::string_view safe, Style style);
  std::string fit(std::string safe, std::size_t width) const;

  std::string out_;
  std::size_t used_ = 0;
  std::size_t columns_;
  bool colour_;
  bool unicode_;
};

Lines::Style style_of(model::Severity severity);
Lines::Style style_of(model::Verdict verdict);

} // namespace secaudit::report
