// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::base {

/// A day of the proleptic Gregorian calendar in UTC.
struct Date {
  int year = 1970;
  int month = 1;
  int day = 1;

  auto operator<=>(const Date&) const = default;
};

/// `YYYY-MM-DD`, also as the beginning of an RFC 3339 time; nothing for any other text or an
/// impossible day.
std::optional<Date> parse_date(std::string_view text);

/// `YYYY-MM-DD`.
std::string to_string(Date date);

/// Days from `from` to `to`, negative when `to` is earlier.
int days_between(Date from, Date to);

/// `date` moved by `days`.
Date add_days(Date date, int days);

} // namespace secaudit::base
