// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/directives.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "project/dockerfile/characters.hpp"

#include <boost/json.hpp>

namespace secaudit::project::dockerfile {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

DetectedDirective detected(std::string_view value, int line) {
  const std::string_view trimmed = trim_space(value);
  std::size_t end = 0;
  while (end < trimmed.size() && space_length(trimmed.substr(end)) == 0) {
    end += character_length(trimmed.substr(end));
  }
  return {std::string(trimmed.substr(0, end)), std::string(trimmed), line};
}

std::optional<DetectedDirective> in_comments(const std::vector<std::string_view>& lines,
                                             std::size_t first, std::string_view name,
                                             std::string_view prefix) {
  for (std::size_t i = first; i < lines.size(); ++i) {
    const std::optional<Directive> directive = directive_of(base::trim(lines[i]), prefix);
    if (!directive || !known_directive(directive->name)) {
      return std::nullopt;
    }
    if (directive->name == name) {
      return detected(directive->value, static_cast<int>(i) + 1);
    }
  }
  return std::nullopt;
}

} // namespace

bool known_directive(std::string_view name) {
  return name == "syntax" || name == "escape" || name == "check";
}

std::optional<Directive> directive_of(std::string_view line, std::string_view prefix) {
  if (!line.starts_with(prefix)) {
    return std::nullopt;
  }
  line = base::trim(line.substr(prefix.size()));
  std::size_t end = 0;
  while (end < line.size()
         && (is_letter(line[end]) || (end > 0 && line[end] >= '0' && line[end] <= '9'))) {
    ++end;
  }
  const std::string_view name = line.substr(0, end);
  const std::string_view rest = base::trim(line.substr(end));
  if (name.empty() || !rest.starts_with('=') || base::trim(rest.substr(1)).empty()) {
    return std::nullopt;
  }
  return Directive{base::to_lower(name), std::string(base::trim(rest.substr(1)))};
}

std::optional<DetectedDirective> detect_directive(std::string_view text, std::string_view name,
                                                  bool any_format) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  const std::vector<std::string_view> lines = base::lines(text);
  const std::size_t first = !lines.empty() && lines.front().starts_with("#!") ? 1 : 0;
  auto found = in_comments(lines, first, name, "#");
  if (found || !any_format) {
    return found;
  }
  found = in_comments(lines, first, name, "//");
  if (found || !trim_space(text).starts_with('{')) {
    return found;
  }
  const auto document = base::parse_json(text);
  const std::string_view value = document ? base::string_at(*document, name) : std::string_view();
  return value.empty() ? std::nullopt : std::optional(detected(value, 1));
}

} // namespace secaudit::project::dockerfile
