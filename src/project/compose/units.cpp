// SPDX-License-Identifier: Apache-2.0
#include "project/compose/units.hpp"

#include "base/text.hpp"
#include "project/compose/yaml_scalar.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace secaudit::project::compose {
namespace {

constexpr std::int64_t nanosecond = 1;
constexpr std::int64_t microsecond = 1000 * nanosecond;
constexpr std::int64_t millisecond = 1000 * microsecond;
constexpr std::int64_t second = 1000 * millisecond;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t week = 7 * day;

struct Unit {
  std::string_view name;
  std::int64_t length;
};

// Longest first in the order in which Compose accepts them: w d h m s ms us ns.
constexpr std::array<Unit, 10> units{{{"w", week},
                                      {"d", day},
                                      {"h", hour},
                                      {"ms", millisecond},
                                      {"m", minute},
                                      {"s", second},
                                      {"us", microsecond},
                                      {"\xC2\xB5s", microsecond},
                                      {"\xCE\xBCs", microsecond},
                                      {"ns", nanosecond}}};

bool is_number_char(char c) {
  return (c >= '0' && c <= '9') || c == '.';
}

/// Fraction digits behind the point, at most nine, without trailing zeros.
std::string fraction(std::int64_t value, std::int64_t unit) {
  std::string digits = std::to_string(value % unit + unit).substr(1);
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
  }
  return std::to_string(value / unit) + (digits.empty() ? "" : "." + digits);
}

} // namespace

std::optional<std::int64_t> parse_bytes(std::string_view text) {
  std::size_t split = text.find_last_of("0123456789. ");
  if (split == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view number = text.substr(0, split + 1);
  const std::string suffix = base::to_lower(text.substr(split + 1));
  if (number.ends_with(' ')) {
    number.remove_suffix(1);
  }
  std::string digits(number);
  std::erase(digits, '_');
  const auto value = parse_number(digits);
  if (!value || *value < 0 || number.starts_with('-')) {
    return std::nullopt;
  }
  constexpr std::string_view letters = "bkmgtp";
  int power = 0;
  if (!suffix.empty()) {
    const std::size_t at = letters.find(suffix[0]);
    const bool known = at != std::string_view::npos
                       && (suffix.size() == 1
                           || (at > 0 && (suffix.substr(1) == "b" || suffix.substr(1) == "ib")));
    if (!known) {
      return std::nullopt;
    }
    power = static_cast<int>(at);
  }
  const double bytes = *value * std::pow(1024.0, power);
  if (bytes >= 9223372036854775808.0) {
    // What Compose's conversion makes of it.
    return std::numeric_limits<std::int64_t>::min();
  }
  return static_cast<std::int64_t>(bytes);
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  if (text == "0") {
    return 0;
  }
  if (text.empty()) {
    return std::nullopt;
  }
  double total = 0;
  while (!text.empty()) {
    std::size_t end = 0;
    while (end < text.size() && is_number_char(text[end])) {
      ++end;
    }
    const auto number = parse_number(text.substr(0, end));
    text.remove_prefix(end);
    if (!number) {
      return std::nullopt;
    }
    bool known = false;
    for (const Unit& unit : units) {
      if (text.starts_with(unit.name)) {
        total += *number * static_cast<double>(unit.length);
        text.remove_prefix(unit.name.size());
        known = true;
        break;
      }
    }
    if (!known) {
      return std::nullopt;
    }
  }
  if (total > 9.2e18) {
    return std::nullopt;
  }
  const auto value = static_cast<std::int64_t>(std::llround(total));
  return negative ? -value : value;
}

std::string duration_text(std::int64_t value) {
  if (value == 0) {
    return "0s";
  }
  std::string out = value < 0 ? "-" : "";
  value = value < 0 ? -value : value;
  if (value < microsecond) {
    return out + std::to_string(value) + "ns";
  }
  if (value < millisecond) {
    return out + fraction(value, microsecond) + "\xC2\xB5s";
  }
  if (value < second) {
    return out + fraction(value, millisecond) + "ms";
  }
  if (value >= hour) {
    out += std::to_string(value / hour) + "h";
  }
  if (value >= minute) {
    out += std::to_string(value % hour / minute) + "m";
  }
  return out + fraction(value % minute, second) + "s";
}

} // namespace secaudit::project::compose
