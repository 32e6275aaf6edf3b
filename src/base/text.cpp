// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include "base/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace secaudit::base {
namespace {

constexpr std::string_view white_space = " \t\r\n\v\f";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

template <typename Function>
std::string mapped(std::string_view text, Function function) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), function);
  return result;
}

} // namespace

std::string to_lower(std::string_view text) {
  return mapped(text, lower);
}
std::string to_upper(std::string_view text) {
  return mapped(text, upper);
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(white_space);
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(white_space) - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) {
      return parts;
    }
    begin = end + 1;
  }
}

std::vector<std::string_view> lines(std::string_view text) {
  std::vector<std::string_view> result = split(text, '\n');
  if (result.back().empty()) {
    result.pop_back();
  }
  for (std::string_view& line : result) {
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
  }
  return result;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string result;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) {
      result += separator;
    }
    result += part;
  }
  return result;
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
  if (from.empty()) {
    return std::string(text);
  }
  std::string result;
  for (;;) {
    const std::size_t found = text.find(from);
    result += text.substr(0, found);
    if (found == std::string_view::npos) {
      return result;
    }
    result += to;
    text.remove_prefix(found + from.size());
  }
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  const auto found = std::search(text.begin(), text.end(), part.begin(), part.end(),
                                 [](char x, char y) { return lower(x) == lower(y); });
  return part.empty() || found != text.end();
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const Decoded next = decode_utf8(bytes);
    if (!next.valid) {
      return false;
    }
    bytes.remove_prefix(next.length);
  }
  return true;
}

std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    text.remove_prefix(decode_utf8(text).length);
  }
  return count;
}

namespace {

/// Bytes in front that are shown as they are, one column each.
std::size_t plain_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && text[length] >= 0x20 && text[length] < 0x7F) {
    ++length;
  }
  return length;
}

} // namespace

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = plain_length(text);
    result += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) {
      break;
    }
    const Decoded next = decode_utf8(text);
    if (!next.valid || (next.code_point < 0x20 || next.code_point == 0x7F)) {
      result +=
          fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(text[0])));
    } else if (is_unsafe(next.code_point)) {
      result += fmt::format("\\u{{{:04X}}}", static_cast<unsigned>(next.code_point));
    } else {
      result += text.substr(0, next.length);
    }
    text.remove_prefix(next.length);
  }
  return result;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const std::size_t plain = plain_length(text);
    width += plain;
    text.remove_prefix(plain);
    if (text.empty()) {
      break;
    }
    const Decoded next = decode_utf8(text);
    width += column_width(next.code_point);
    text.remove_prefix(next.length);
  }
  return width;
}

std::string truncate(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) {
    return std::string(text);
  }
  if (columns == 0) {
    return {};
  }
  std::size_t width = 0;
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const Decoded next = decode_utf8(text.substr(bytes));
    if (width + column_width(next.code_point) > columns - 1) {
      break;
    }
    width += column_width(next.code_point);
    bytes += next.length;
  }
  const std::string_view kept = text.substr(0, bytes);
  const std::size_t blank = kept.find_last_of(' ');
  const bool in_last_third = blank != std::string_view::npos && blank >= bytes - bytes / 3;
  return std::string(trim(in_last_third ? kept.substr(0, blank) : kept)) + "…";
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> result;
  std::string line;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) {
      continue;
    }
    if (!line.empty() && display_width(line) + 1 + display_width(word) > columns) {
      result.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) {
      line += ' ';
    }
    line += word;
  }
  if (!line.empty()) {
    result.push_back(std::move(line));
  }
  return result;
}

std::string masked(std::string_view secret) {
  const std::size_t length = code_points(secret);
  std::string shown;
  if (length >= 8) {
    std::string_view rest = secret;
    for (int i = 0; i < 2; ++i) {
      const std::size_t bytes = decode_utf8(rest).length;
      shown += rest.substr(0, bytes);
      rest.remove_prefix(bytes);
    }
  }
  return fmt::format("{}… ({} character{})", printable(shown), length, length == 1 ? "" : "s");
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) {
    return limit + 1;
  }
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return std::min(row[b.size()], limit + 1);
}

} // namespace secaudit::base
