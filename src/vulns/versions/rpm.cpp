// SPDX-License-Identifier: Apache-2.0
#include "vulns/versions/digits.hpp"
#include "vulns/versions/order.hpp"

namespace secaudit::vulns {
namespace {

bool separates(char c) {
  return !is_digit(c) && !is_letter(c) && c != '~' && c != '^';
}

/// One of the texts begins with `~` or `^`, or both do; nothing when neither. Both: the sign is
/// taken off.
std::optional<std::weak_ordering> compare_sign(std::string_view& a, std::string_view& b,
                                               bool& both) {
  both = false;
  if (a.starts_with('~') || b.starts_with('~')) {
    if (!a.starts_with('~') || !b.starts_with('~')) {
      return a.starts_with('~') ? std::weak_ordering::less : std::weak_ordering::greater;
    }
    both = true;
  } else if (a.starts_with('^') || b.starts_with('^')) {
    if (a.empty() || b.empty()) {
      return a.empty() ? std::weak_ordering::less : std::weak_ordering::greater;
    }
    if (!a.starts_with('^') || !b.starts_with('^')) {
      return a.starts_with('^') ? std::weak_ordering::less : std::weak_ordering::greater;
    }
    both = true;
  }
  if (both) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return std::nullopt;
}

std::weak_ordering compare_part(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    take_while(a, separates);
    take_while(b, separates);
    bool both = false;
    if (const auto order = compare_sign(a, b, both)) {
      return *order;
    }
    if (both) {
      continue;
    }
    if (a.empty() || b.empty()) {
      break;
    }
    const bool numeric = is_digit(a.front());
    const std::string_view left = numeric ? take_while(a, is_digit) : take_while(a, is_letter);
    const std::string_view right = numeric ? take_while(b, is_digit) : take_while(b, is_letter);
    if (right.empty()) {
      return numeric ? std::weak_ordering::greater : std::weak_ordering::less;
    }
    const auto order = numeric ? compare_numbers(left, right) : compare_text(left, right);
    if (order != 0) {
      return order;
    }
  }
  return a.empty() && b.empty() ? std::weak_ordering::equivalent
         : a.empty()            ? std::weak_ordering::less
                                : std::weak_ordering::greater;
}

struct Parts {
  std::string_view epoch;
  std::string_view version;
  std::optional<std::string_view> release;
};

Parts parts_of(std::string_view text) {
  Parts parts;
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos
      && text.substr(0, colon).find_first_not_of("0123456789") == std::string_view::npos) {
    parts.epoch = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const std::size_t dash = text.rfind('-');
  parts.version = text.substr(0, dash);
  if (dash != std::string_view::npos) {
    parts.release = text.substr(dash + 1);
  }
  return parts;
}

} // namespace

Order compare_rpm(std::string_view a, std::string_view b) {
  const Parts left = parts_of(a);
  const Parts right = parts_of(b);
  const auto epoch = compare_numbers(left.epoch, right.epoch);
  if (epoch != 0) {
    return epoch;
  }
  const auto version = compare_part(left.version, right.version);
  if (version != 0) {
    return version;
  }
  if (!left.release || !right.release) {
    return left.release.has_value() <=> right.release.has_value();
  }
  return compare_part(*left.release, *right.release);
}

} // namespace secaudit::vulns
