// SPDX-License-Identifier: Apache-2.0
#include "model/ignore_comment.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace secaudit::model {
namespace {

constexpr std::string_view blanks = " \t";

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) {
    return false;
  }
  text.remove_prefix(word.size());
  return true;
}

/// Takes `name=value` or `name="two words"` out of the text; nothing when it is not there.
std::optional<std::string> take_field(std::string& text, std::string_view name) {
  const std::size_t begin = text.find(std::string(name) + "=");
  if (begin == std::string::npos) {
    return std::nullopt;
  }
  const std::size_t at = begin + name.size() + 1;
  const bool quoted = at < text.size() && text[at] == '"';
  const std::size_t from = quoted ? at + 1 : at;
  const std::size_t end = std::min(text.find_first_of(quoted ? "\"" : " \t,;", from), text.size());
  std::string value = text.substr(from, end - from);
  text.erase(begin, std::min(end + (quoted ? 1 : 0), text.size()) - begin);
  return value;
}

std::string_view without_marks_at_end(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t,;");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

} // namespace

std::optional<IgnoreComment> read_ignore_comment(std::string_view comment) {
  std::string_view text = base::trim(comment);
  if (!take(text, "secaudit:") && !take(text, "secaudit ")) {
    return std::nullopt;
  }
  text = base::trim(text);
  IgnoreComment read;
  read.whole_file = take(text, "file-");
  if (!take(text, "ignore")) {
    return std::nullopt;
  }
  read.hint = "write `# secaudit:ignore=CO101 the reason`";
  if (!take(text, "=")) {
    read.fault = "a suppression without a rule";
    return read;
  }
  const std::string_view list = text.substr(0, text.find_first_of(blanks));
  for (const std::string_view rule : base::split(list, ',')) {
    if (!rule.empty()) {
      read.rules.emplace_back(rule);
    }
  }
  std::string rest(text.substr(list.size()));
  const auto until = take_field(rest, "until");
  const auto reason = take_field(rest, "reason");
  read.reason = base::trim(reason ? std::string_view(*reason) : without_marks_at_end(rest));
  read.until = until ? base::parse_date(*until) : std::nullopt;
  if (until && !read.until) {
    read.fault = "a suppression whose `until` is no date";
    read.hint = "write until=YYYY-MM-DD";
  } else if (read.reason.empty()) {
    read.fault = "the suppression of " + std::string(list) + " has no reason and no effect";
  }
  return read;
}

} // namespace secaudit::model
