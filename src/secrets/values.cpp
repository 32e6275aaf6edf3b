// SPDX-License-Identifier: Apache-2.0
#include "secrets/values.hpp"

#include "base/text.hpp"
#include "secrets/bytes.hpp"
#include "secrets/shape.hpp"

#include <algorithm>
#include <array>

namespace secaudit::secrets {
namespace {

constexpr std::size_t longest_value = 512;
constexpr std::size_t shortest_value = 4;

bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

Value quoted_value(std::string_view text, std::size_t at, bool escaped) {
  const char quote = text[at];
  const std::size_t last = std::min(text.size(), at + longest_value);
  for (std::size_t i = at + 1; i < last && text[i] != '\n'; ++i) {
    if (text[i] == quote && (escaped ? text[i - 1] == '\\' : text[i - 1] != '\\')) {
      return {at + 1, escaped ? i - 1 : i, Quoting::quoted};
    }
  }
  return {};
}

/// Placeholders that stand in signs: <your-key>, [token], {{key}}, ****, ....
bool is_dressed_up(std::string_view value) {
  const char first = value.front();
  const char last = value.back();
  if ((first == '<' && last == '>') || (first == '[' && last == ']')
      || (first == '{' && last == '}') || (first == '(' && last == ')')
      || (first == '%' && last == '%') || (first == '@' && last == '@')
      || (first == '_' && last == '_')) {
    return true;
  }
  return value.find_first_not_of("*.x-_X#?0 ") == std::string_view::npos;
}

bool is_reference_text(std::string_view value) {
  constexpr std::array<std::string_view, 18> marks{
      "${",         "{{",     "<%",   "$(",   "#{",       "process.env",
      "os.environ", "getenv", "env(", "ENV[", "secrets.", "/run/secrets",
      "op://",      "vault:", "ssm:", "ENC[", "!vault",   "arn:aws:"};
  return value.front() == '$'
         || std::any_of(marks.begin(), marks.end(),
                        [&](std::string_view mark) { return base::contains(value, mark); });
}

/// 0x31c45018: a number of up to 64 bits.
bool is_hex_number(std::string_view value) {
  return value.size() <= 18 && (value.starts_with("0x") || value.starts_with("0X"))
         && std::all_of(value.begin() + 2, value.end(), is_hex);
}

bool is_plain_word(std::string_view value) {
  constexpr std::array<std::string_view, 20> words{
      "null",  "none",     "true",    "false", "undefined", "nil",      "string",
      "token", "required", "hidden",  "text",  "submit",    "disabled", "enabled",
      "yes",   "optional", "default", "empty", "bearer",    "username"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return base::equals_ignoring_case(value, word);
  });
}

bool stands_for_secret(std::string_view value) {
  constexpr std::array<std::string_view, 5> words{"password", "passwd", "secret", "user", "pass"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return base::equals_ignoring_case(value, word);
  });
}

/// 2016-09-24…
bool is_date(std::string_view value) {
  constexpr std::string_view form = "dddd-dd-dd";
  if (value.size() < form.size()) {
    return false;
  }
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == 'd' ? !is_digit(value[i]) : value[i] != form[i]) {
      return false;
    }
  }
  return true;
}

bool all_letters(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return is_letter(c) || c == '_' || c == '-' || c == '.' || c == ' ' || c == ':' || c == '/';
  });
}

} // namespace

Value value_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) {
    return {};
  }
  if (text[at] == '\\' && at + 1 < text.size() && is_quote(text[at + 1])) {
    return quoted_value(text, at + 1, true);
  }
  if (is_quote(text[at])) {
    return quoted_value(text, at, false);
  }
  std::size_t end = at;
  const std::size_t last = std::min(text.size(), at + longest_value);
  while (end<last&& static_cast<unsigned char>(text[end])> ' ' && text[end] != '"'
         && text[end] != '\'' && text[end] != '`' && text[end] != '<' && text[end] != '>') {
    ++end;
  }
  while (end > at && (text[end - 1] == ',' || text[end - 1] == ';' || text[end - 1] == '\\')) {
    --end;
  }
  return {at, end, Quoting::bare};
}

bool is_expression(std::string_view value) {
  if (value.find_first_of("()[]{}|<>$;") != std::string_view::npos) {
    return true;
  }
  // a.b.c, a::b, a->b: names of program text.
  const std::size_t dot = value.find_first_of(".:");
  return dot != std::string_view::npos && dot > 0 && all_letters(value);
}

Worth worth_of(const WeakData& weak, std::string_view name, std::string_view value) {
  if (value.size() < shortest_value || is_date(value) || is_dressed_up(value)
      || is_hex_number(value) || is_reference_text(value) || is_plain_word(value)
      || weak.is_reference(value) || std::count(value.begin(), value.end(), ' ') > 1) {
    return Worth::nothing;
  }
  if (base::equals_ignoring_case(value, name) || stands_for_secret(value) || says_example(value)
      || weak.is_placeholder(value)) {
    return Worth::placeholder;
  }
  if (looks_made_up(value)) {
    return shape_of(value).distinct < 6 ? Worth::nothing : Worth::made_up;
  }
  if (looks_random(value) && !is_path_like(value)) {
    return Worth::random;
  }
  const Shape shape = shape_of(value);
  if (is_path_like(value) || (all_letters(value) && base::contains(value, " "))) {
    return Worth::nothing;
  }
  const bool mixed = shape.digits > 0 && shape.uppers + shape.lowers > 0;
  const bool signs =
      shape.others > 0 && value.find_first_of("!@#$%^&*?+=~") != std::string_view::npos;
  if (value.size() >= 8 && (mixed || (signs && shape.classes() >= 2)) && shape.changes >= 2) {
    return Worth::good;
  }
  return Worth::weak;
}

} // namespace secaudit::secrets
