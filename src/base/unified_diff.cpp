// SPDX-License-Identifier: Apache-2.0
#include "base/unified_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace secaudit::base {
namespace {

using Lines = std::vector<std::string_view>;
constexpr std::size_t context_lines = 3;
/// The table of the comparison has this many cells at most.
constexpr std::size_t most_cells = 4'000'000;

/// Lines with their line breaks.
Lines lines_of(std::string_view text) {
  Lines out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    out.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

/// One step of the way from the old text to the new one.
struct Step {
  char kind = ' '; ///< ' ' both, '-' old only, '+' new only
  std::string_view line;
};

/// Longest common subsequence of the part that differs.
void compare(const Lines& a, const Lines& b, std::vector<Step>& out) {
  if (a.size() * b.size() > most_cells) {
    for (const auto line : a) {
      out.push_back({'-', line});
    }
    for (const auto line : b) {
      out.push_back({'+', line});
    }
    return;
  }
  const std::size_t width = b.size() + 1;
  std::vector<unsigned> length((a.size() + 1) * width, 0);
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t k = b.size(); k-- > 0;) {
      length[i * width + k] =
          a[i] == b[k] ? length[(i + 1) * width + k + 1] + 1
                       : std::max(length[(i + 1) * width + k], length[i * width + k + 1]);
    }
  }
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < a.size() || k < b.size()) {
    if (i < a.size() && k < b.size() && a[i] == b[k]) {
      out.push_back({' ', a[i]});
      ++i;
      ++k;
    } else if (i < a.size()
               && (k == b.size() || length[(i + 1) * width + k] >= length[i * width + k + 1])) {
      out.push_back({'-', a[i++]});
    } else {
      out.push_back({'+', b[k++]});
    }
  }
}

std::vector<Step> steps_of(const Lines& a, const Lines& b) {
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) {
    ++head;
  }
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head
         && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  const auto middle = [&](const Lines& all) {
    return Lines(all.begin() + static_cast<std::ptrdiff_t>(head),
                 all.end() - static_cast<std::ptrdiff_t>(tail));
  };
  std::vector<Step> out;
  for (std::size_t i = 0; i < head; ++i) {
    out.push_back({' ', a[i]});
  }
  compare(middle(a), middle(b), out);
  for (std::size_t i = a.size() - tail; i < a.size(); ++i) {
    out.push_back({' ', a[i]});
  }
  return out;
}

std::string range(std::size_t first, std::size_t count) {
  // An empty range names the line in front of it.
  return std::to_string(count == 0 ? first : first + 1)
         + (count == 1 ? "" : "," + std::to_string(count));
}

void write_hunk(const std::vector<Step>& steps, std::size_t begin, std::size_t end,
                std::size_t old_line, std::size_t new_line, std::string& out) {
  const auto count = [&](char other) {
    return static_cast<std::size_t>(
        std::count_if(steps.begin() + static_cast<std::ptrdiff_t>(begin),
                      steps.begin() + static_cast<std::ptrdiff_t>(end),
                      [&](const Step& step) { return step.kind != other; }));
  };
  out += "@@ -" + range(old_line, count('+')) + " +" + range(new_line, count('-')) + " @@\n";
  for (std::size_t i = begin; i < end; ++i) {
    out += steps[i].kind;
    out += steps[i].line;
    if (!steps[i].line.ends_with('\n')) {
      out += "\n\\ No newline at end of file\n";
    }
  }
}

} // namespace

std::string unified_diff(std::string_view old_text, std::string_view new_text,
                         std::string_view old_name, std::string_view new_name) {
  if (old_text == new_text) {
    return {};
  }
  const auto steps = steps_of(lines_of(old_text), lines_of(new_text));
  std::string out = "--- " + std::string(old_name) + "\n+++ " + std::string(new_name) + "\n";
  std::size_t old_line = 0;
  std::size_t new_line = 0;
  std::size_t done = 0; // steps that old_line and new_line count
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind == ' ') {
      continue;
    }
    const std::size_t begin = std::max(done, i > context_lines ? i - context_lines : 0);
    std::size_t last = i;
    for (std::size_t k = i; k < steps.size() && k <= last + 2 * context_lines + 1; ++k) {
      last = steps[k].kind == ' ' ? last : k;
    }
    const std::size_t end = std::min(steps.size(), last + context_lines + 1);
    for (; done < begin; ++done) {
      old_line += 1;
      new_line += 1;
    }
    write_hunk(steps, begin, end, old_line, new_line, out);
    for (; done < end; ++done) {
      old_line += steps[done].kind != '+' ? 1U : 0U;
      new_line += steps[done].kind != '-' ? 1U : 0U;
    }
    i = end - 1;
  }
  return out;
}

} // namespace secaudit::base
