// SPDX-License-Identifier: Apache-2.0
#include "report/canvas.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

constexpr std::string_view ellipsis = "…";

std::string_view colour_of(std::string_view word) {
  if (word == "PASS" || word == "ready") {
    return "\x1b[32m";
  }
  if (word == "FAIL" || word == "critical" || word == "high") {
    return "\x1b[31m";
  }
  if (word == "WARN" || word == "medium") {
    return "\x1b[33m";
  }
  if (word == "ASK" || word == "low") {
    return "\x1b[36m";
  }
  if (word == "UNKN") {
    return "\x1b[35m";
  }
  return "\x1b[2m";
}

std::string cut(std::string_view text, std::size_t width, bool unicode) {
  if (base::display_width(text) <= width) {
    return std::string(text);
  }
  // The margin of a line has to stay, and truncate trims it.
  const std::size_t margin = std::min(text.find_first_not_of(' '), text.size());
  if (margin > 0 && margin < width) {
    return std::string(margin, ' ') + cut(text.substr(margin), width - margin, unicode);
  }
  if (unicode) {
    return base::truncate(text, width);
  }
  // "..." takes three columns where "…" takes one.
  if (width < 3) {
    return std::string(width, '.');
  }
  std::string out = base::truncate(text, width - 2);
  if (out.ends_with(ellipsis)) {
    out.replace(out.size() - ellipsis.size(), ellipsis.size(), "...");
  }
  return out;
}

} // namespace

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t used = base::display_width(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string column(std::string_view text, std::size_t width, bool unicode) {
  return padded(cut(text, width, unicode), width);
}

std::string Canvas::fit(std::string_view printable, std::size_t room) const {
  return cutting() ? cut(printable, room, style_.unicode) : std::string(printable);
}

void Canvas::line(std::string_view text) {
  const std::string printable = base::printable(text);
  const std::string whole = fit(printable, columns());
  const std::size_t end = whole.find_last_not_of(' ');
  out_ += whole.substr(0, end == std::string::npos ? 0 : end + 1) + "\n";
}

void Canvas::paragraph(std::string_view text, std::size_t indent) {
  const std::string printable = base::printable(text);
  const std::string margin(indent, ' ');
  if (!cutting()) {
    out_ += margin + printable + "\n";
    return;
  }
  const std::size_t room = columns() > indent + 10 ? columns() - indent : 10;
  for (const std::string& each : base::wrap(printable, room)) {
    line(margin + each);
  }
}

void Canvas::status(std::size_t indent, std::string_view word, std::size_t width,
                    std::string_view rest) {
  const std::size_t used = indent + std::max(width, word.size());
  const std::size_t room = cutting() ? (columns() > used ? columns() - used : 0) : 0;
  std::string tail = fit(base::printable(rest), room);
  tail.erase(tail.find_last_not_of(' ') + 1);
  out_ += std::string(indent, ' ');
  if (style_.colour) {
    out_.append(colour_of(word)).append(word).append("\x1b[0m");
  } else {
    out_ += word;
  }
  if (!tail.empty()) {
    out_ += std::string(used - indent - word.size(), ' ') + tail;
  }
  out_ += '\n';
}

} // namespace secaudit::report
