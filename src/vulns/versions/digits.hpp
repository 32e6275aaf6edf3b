// SPDX-License-Identifier: Apache-2.0
// Numbers of any length, as text. Versions hold dates, hashes and worse: nothing here overflows.
#pragma once

#include <compare>
#include <string_view>

namespace secaudit::vulns {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

constexpr std::string_view without_zeros(std::string_view number) {
  const std::size_t first = number.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view{} : number.substr(first);
}

/// By value; "" counts as 0.
constexpr std::weak_ordering compare_numbers(std::string_view a, std::string_view b) {
  a = without_zeros(a);
  b = without_zeros(b);
  return a.size() != b.size() ? std::weak_ordering(a.size() <=> b.size())
                              : std::weak_ordering(a.compare(b) <=> 0);
}

constexpr std::weak_ordering compare_text(std::string_view a, std::string_view b) {
  return std::weak_ordering(a.compare(b) <=> 0);
}

constexpr char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// By text without regard to case (ASCII).
constexpr std::weak_ordering compare_folded(std::string_view a, std::string_view b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const auto left = static_cast<unsigned char>(folded(a[i]));
    const auto right = static_cast<unsigned char>(folded(b[i]));
    if (left != right) {
      return left <=> right;
    }
  }
  return a.size() <=> b.size();
}

/// The leading characters for which `predicate` holds; they are taken off the text.
template <typename Predicate>
constexpr std::string_view take_while(std::string_view& text, Predicate predicate) {
  std::size_t end = 0;
  while (end < text.size() && predicate(text[end])) {
    ++end;
  }
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

} // namespace secaudit::vulns
