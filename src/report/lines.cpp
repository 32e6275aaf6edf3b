// SPDX-License-Identifier: Apache-2.0
#include "report/lines.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <limits>

namespace secaudit::report {
namespace {

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max() / 2;

std::string_view code(Lines::Style style) {
  switch (style) {
  case Lines::Style::plain:
    return "";
  case Lines::Style::bold:
    return "\x1b[1m";
  case Lines::Style::red:
    return "\x1b[1;31m";
  case Lines::Style::yellow:
    return "\x1b[33m";
  case Lines::Style::green:
    return "\x1b[32m";
  case Lines::Style::cyan:
    return "\x1b[36m";
  case Lines::Style::dim:
    return "\x1b[2m";
  }
  return "";
}

} // namespace

Lines::Lines(bool colour, bool unicode, int columns)
    : columns_(columns <= 0 ? unlimited : static_cast<std::size_t>(columns)), colour_(colour),
      unicode_(unicode) {}

std::string Lines::fit(std::string safe, std::size_t width) const {
  if (base::display_width(safe) <= width) {
    return safe;
  }
  std::string cut =
      base::truncate(safe, unicode_ ? width : width - std::min<std::size_t>(width, 2));
  return unicode_ ? cut : base::replace_all(cut, "…", "...");
}

void Lines::put(std::string_view safe, Style style) {
  if (safe.empty()) {
    return;
  }
  used_ += base::display_width(safe);
  if (colour_ && style != Style::plain) {
    out_ += code(style);
    out_ += safe;
    out_ += "\x1b[0m";
  } else {
    out_ += safe;
  }
}

Lines& Lines::text(std::string_view untrusted, Style style) {
  const std::size_t room = columns_ - std::min(columns_, used_);
  if (room > 0) {
    put(fit(base::printable(untrusted), room), style);
  }
  return *this;
}

Lines& Lines::cell(std::string_view untrusted, std::size_t width, Style style) {
  const std::size_t room = std::min(width, columns_ - std::min(columns_, used_));
  const std::string safe = fit(base::printable(untrusted), room);
  const std::size_t taken = base::display_width(safe);
  put(safe, style);
  return blank(width - std::min(width, taken));
}

Lines& Lines::blank(std::size_t count) {
  count = std::min(count, columns_ - std::min(columns_, used_));
  out_.append(count, ' ');
  used_ += count;
  return *this;
}

Lines& Lines::end() {
  while (out_.ends_with(' ')) {
    out_.pop_back();
  }
  out_ += '\n';
  used_ = 0;
  return *this;
}

Lines& Lines::paragraph(std::string_view untrusted, std::size_t indent, Style style) {
  const std::size_t width = columns_ - std::min(columns_, indent);
  for (const std::string& line :
       base::wrap(base::printable(untrusted), std::min<std::size_t>(width, 100))) {
    blank(indent);
    put(fit(line, width), style);
    end();
  }
  return *this;
}

Lines::Style style_of(model::Severity severity) {
  switch (severity) {
  case model::Severity::critical:
  case model::Severity::high:
    return Lines::Style::red;
  case model::Severity::medium:
    return Lines::Style::yellow;
  case model::Severity::low:
    return Lines::Style::cyan;
  case model::Severity::info:
    return Lines::Style::dim;
  }
  return Lines::Style::plain;
}

Lines::Style style_of(model::Verdict verdict) {
  switch (verdict) {
  case model::Verdict::pass:
    return Lines::Style::green;
  case model::Verdict::fail:
    return Lines::Style::red;
  case model::Verdict::warn:
  case model::Verdict::attest:
    return Lines::Style::yellow;
  case model::Verdict::not_applicable:
    return Lines::Style::dim;
  case model::Verdict::unknown:
    return Lines::Style::cyan;
  }
  return Lines::Style::plain;
}

} // namespace secaudit::report
