// SPDX-License-Identifier: Apache-2.0
#include "base/date.hpp"

#include <fmt/format.h>

#include <chrono>

namespace secaudit::base {
namespace {

std::chrono::year_month_day to_chrono(Date date) {
  return {std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
          std::chrono::day(static_cast<unsigned>(date.day))};
}

std::optional<int> digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    number = number * 10 + (c - '0');
  }
  return number;
}

} // namespace

std::optional<Date> parse_date(std::string_view text) {
  const bool shaped =
      text.size() >= 10 && text[4] == '-' && text[7] == '-'
      && (text.size() == 10 || text[10] == 'T' || text[10] == 't' || text[10] == ' ');
  if (!shaped) {
    return std::nullopt;
  }
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) {
    return std::nullopt;
  }
  const Date date{*year, *month, *day};
  return to_chrono(date).ok() ? std::optional(date) : std::nullopt;
}

std::string to_string(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

int days_between(Date from, Date to) {
  const auto difference =
      std::chrono::sys_days(to_chrono(to)) - std::chrono::sys_days(to_chrono(from));
  return static_cast<int>(difference.count());
}

Date add_days(Date date, int days) {
  const std::chrono::year_month_day moved(std::chrono::sys_days(to_chrono(date))
                                          + std::chrono::days(days));
  return {static_cast<int>(moved.year()), static_cast<int>(static_cast<unsigned>(moved.month())),
          static_cast<int>(static_cast<unsigned>(moved.day()))};
}

} // namespace secaudit::base
