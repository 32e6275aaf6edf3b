// SPDX-License-Identifier: Apache-2.0
#include "project/compose/yaml_scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace secaudit::project::compose {
namespace {

using Kind = model::Node::Kind;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Word {
  std::string_view text;
  Kind kind;
  std::string_view meaning;
};

constexpr std::array<Word, 25> words{{
    {"", Kind::null, "null"},          {"~", Kind::null, "null"},
    {"null", Kind::null, "null"},      {"Null", Kind::null, "null"},
    {"NULL", Kind::null, "null"},      {"true", Kind::boolean, "true"},
    {"True", Kind::boolean, "true"},   {"TRUE", Kind::boolean, "true"},
    {"false", Kind::boolean, "false"}, {"False", Kind::boolean, "false"},
    {"FALSE", Kind::boolean, "false"}, {".nan", Kind::real, "NaN"},
    {".NaN", Kind::real, "NaN"},       {".NAN", Kind::real, "NaN"},
    {".inf", Kind::real, "+Inf"},      {".Inf", Kind::real, "+Inf"},
    {".INF", Kind::real, "+Inf"},      {"+.inf", Kind::real, "+Inf"},
    {"+.Inf", Kind::real, "+Inf"},     {"+.INF", Kind::real, "+Inf"},
    {"-.inf", Kind::real, "-Inf"},     {"-.Inf", Kind::real, "-Inf"},
    {"-.INF", Kind::real, "-Inf"},     {"+.nan", Kind::string, "+.nan"},
    {"-.nan", Kind::string, "-.nan"},
}};

/// Reads the digits of a number; false when there are fewer than one or more than `most`.
bool digits(std::string_view& text, std::size_t most, int& value) {
  std::size_t count = 0;
  value = 0;
  while (count < text.size() && count < most && is_digit(text[count])) {
    value = value * 10 + (text[count] - '0');
    ++count;
  }
  text.remove_prefix(count);
  return count > 0;
}

bool skip(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

bool is_zone(std::string_view text) {
  if (text == "Z") {
    return true;
  }
  return text.size() == 6 && (text[0] == '+' || text[0] == '-') && is_digit(text[1])
         && is_digit(text[2]) && text[3] == ':' && is_digit(text[4]) && is_digit(text[5]);
}

bool is_time_of_day(std::string_view text, bool zone) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!digits(text, 2, hour) || !skip(text, ':') || !digits(text, 2, minute) || !skip(text, ':')
      || !digits(text, 2, second) || hour > 23 || minute > 59 || second > 59) {
    return false;
  }
  if (skip(text, '.')) {
    int fraction = 0;
    if (!digits(text, 9, fraction)) {
      return false;
    }
  }
  return zone ? is_zone(text) : text.empty();
}

bool is_timestamp(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() < 8 || !std::all_of(text.begin(), text.begin() + 4, is_digit)
      || !digits(text, 4, year) || !skip(text, '-') || !digits(text, 2, month) || !skip(text, '-')
      || !digits(text, 2, day)) {
    return false;
  }
  constexpr std::array<int, 12> lengths{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1 || day > lengths[static_cast<std::size_t>(month - 1)]) {
    return false;
  }
  if (month == 2 && day == 29 && (year % 4 != 0 || (year % 100 == 0 && year % 400 != 0))) {
    return false;
  }
  if (text.empty()) {
    return true;
  }
  const char separator = text.front();
  text.remove_prefix(1);
  return (separator == 'T' || separator == 't') ? is_time_of_day(text, true)
                                                : separator == ' ' && is_time_of_day(text, false);
}

/// [-+]? ( .digits | digits [.digits*] ) ( [eE] [-+]? digits )?
bool is_decimal(std::string_view text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    text.remove_prefix(1);
  }
  const auto run = [&text] {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) {
      ++count;
    }
    text.remove_prefix(count);
    return count > 0;
  };
  const bool whole = run();
  if (skip(text, '.')) {
    if (!run() && !whole) {
      return false;
    }
  } else if (!whole) {
    return false;
  }
  if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
    text.remove_prefix(1);
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
      text.remove_prefix(1);
    }
    if (!run()) {
      return false;
    }
  }
  return text.empty();
}

/// Sign and digits by their prefix, as an unsigned magnitude.
std::optional<std::uint64_t> magnitude(std::string_view text, int base) {
  if (base == 0) {
    base = 10;
    if (text.size() > 1 && text[0] == '0') {
      const char mark = static_cast<char>(text[1] | 0x20);
      base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
      text.remove_prefix(mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1);
    }
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
    return std::nullopt;
  }
  return value;
}

YamlScalar number(std::string_view text) {
  std::string plain(text);
  std::erase(plain, '_');
  if (const auto value = parse_integer(plain, 0)) {
    return {Kind::integer, std::to_string(*value), false};
  }
  if (const auto value = magnitude(plain, 0)) {
    return {Kind::integer, std::to_string(*value), false};
  }
  if (is_decimal(plain)) {
    if (const auto value = parse_number(plain)) {
      return {Kind::real, number_text(*value), false};
    }
  }
  return {Kind::string, std::string(text), false};
}

} // namespace

std::optional<std::int64_t> parse_integer(std::string_view text, int base) {
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    text.remove_prefix(1);
  }
  const auto value = magnitude(text, base);
  constexpr std::uint64_t most = 0x7FFFFFFFFFFFFFFFULL;
  if (!value || *value > most + (negative ? 1 : 0)) {
    return std::nullopt;
  }
  return negative ? static_cast<std::int64_t>(~*value + 1) : static_cast<std::int64_t>(*value);
}

std::optional<double> parse_number(std::string_view text) {
  if (!is_decimal(text)) {
    return std::nullopt;
  }
  if (text[0] == '+') {
    text.remove_prefix(1);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::string number_text(double value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  if (std::isinf(value)) {
    return value > 0 ? "+Inf" : "-Inf";
  }
  std::array<char, 64> buffer{};
  const auto scientific = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                        std::chars_format::scientific);
  std::string text(buffer.data(), scientific.ptr);
  const std::size_t mark = text.find('e');
  const int exponent = std::stoi(text.substr(mark + 1));
  if (value != 0 && (exponent < -4 || exponent >= 6)) {
    return text;
  }
  std::array<char, 400> fixed{};
  const auto end =
      std::to_chars(fixed.data(), fixed.data() + fixed.size(), value, std::chars_format::fixed);
  return std::string(fixed.data(), end.ptr);
}

YamlScalar resolve_plain(std::string_view text) {
  for (const Word& word : words) {
    if (word.text == text) {
      return {word.kind, std::string(word.meaning), false};
    }
  }
  const char first = text.front();
  if (is_digit(first) || first == '+' || first == '-') {
    if (is_timestamp(text)) {
      return {Kind::string, std::string(text), true};
    }
    return number(text);
  }
  if (first == '.' && is_decimal(text)) {
    if (const auto value = parse_number(text)) {
      return {Kind::real, number_text(*value), false};
    }
  }
  return {Kind::string, std::string(text), false};
}

} // namespace secaudit::project::compose
