// SPDX-License-Identifier: Apache-2.0
#include "plugin/progress.hpp"

#include "base/colours.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace secaudit::plugin {
namespace {

/// A line that never ends must not fill the memory.
constexpr std::size_t longest_line = 4096;

/// Without colour codes; everything else unsafe is escaped.
std::string plain(std::string_view line) {
  std::string text = base::without_colours(line);
  std::replace(text.begin(), text.end(), '\t', ' ');
  return base::printable(base::trim(text));
}

} // namespace

void Progress::step(std::string_view what) {
  step_ = base::printable(what);
  line_.clear();
  if (style_ == Style::lines) {
    std::fprintf(out_, "%s\n", step_.c_str());
    std::fflush(out_);
  } else {
    show(step_);
  }
}

void Progress::output(std::string_view bytes) {
  if (style_ == Style::quiet) {
    return;
  }
  for (const char c : bytes) {
    if (c != '\n' && c != '\r') {
      if (line_.size() < longest_line) {
        line_ += c;
      }
      continue;
    }
    const std::string text = plain(line_);
    line_.clear();
    if (text.empty()) {
      continue;
    }
    if (style_ == Style::lines) {
      std::fprintf(out_, "  %s\n", text.c_str());
    } else {
      show(step_ + ": " + text);
    }
  }
  std::fflush(out_);
}

void Progress::show(std::string_view line) {
  if (style_ != Style::live) {
    return;
  }
  const std::string cut = base::truncate(line, static_cast<std::size_t>(columns_ - 1));
  std::fprintf(out_, "\r\x1b[K%s", cut.c_str());
  std::fflush(out_);
  shown_ = true;
}

void Progress::clear() {
  if (shown_) {
    std::fputs("\r\x1b[K", out_);
    std::fflush(out_);
    shown_ = false;
  }
}

bool parse_progress(std::string_view word, bool terminal, Progress::Style& style) {
  if (word == "auto") {
    style = terminal ? Progress::Style::live : Progress::Style::lines;
  } else if (word == "plain") {
    style = Progress::Style::lines;
  } else if (word == "none") {
    style = Progress::Style::quiet;
  } else {
    return false;
  }
  return true;
}

} // namespace secaudit::plugin
