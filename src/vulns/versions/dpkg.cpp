// SPDX-License-Identifier: Apache-2.0
#include "vulns/versions/digits.hpp"
#include "vulns/versions/order.hpp"

namespace secaudit::vulns {
namespace {

struct Parts {
  std::string_view epoch;
  std::string_view upstream;
  std::string_view revision;
};

Parts parts_of(std::string_view text) {
  Parts parts;
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    parts.epoch = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const std::size_t dash = text.rfind('-');
  parts.upstream = text.substr(0, dash);
  parts.revision = dash == std::string_view::npos ? std::string_view{} : text.substr(dash + 1);
  return parts;
}

/// `~` below the end of the text, the end below letters, letters below everything else.
int weight(std::string_view text) {
  if (text.empty() || is_digit(text.front())) {
    return 0;
  }
  if (text.front() == '~') {
    return -1;
  }
  const int code = static_cast<unsigned char>(text.front());
  return is_letter(text.front()) ? code : code + 256;
}

std::weak_ordering compare_part(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    while ((!a.empty() && !is_digit(a.front())) || (!b.empty() && !is_digit(b.front()))) {
      const int left = weight(a);
      const int right = weight(b);
      if (left != right) {
        return left <=> right;
      }
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
    const auto order = compare_numbers(take_while(a, is_digit), take_while(b, is_digit));
    if (order != 0) {
      return order;
    }
  }
  return std::weak_ordering::equivalent;
}

bool is_valid(const Parts& parts, std::string_view whole) {
  return !whole.empty() && (parts.epoch.empty() ? whole.front() != ':' : all_digits(parts.epoch))
         && !parts.upstream.empty() && whole.find_first_of(" \t\r\n") == std::string_view::npos;
}

} // namespace

Order compare_dpkg(std::string_view a, std::string_view b) {
  const Parts left = parts_of(a);
  const Parts right = parts_of(b);
  if (!is_valid(left, a) || !is_valid(right, b)) {
    return std::nullopt;
  }
  const auto epoch = compare_numbers(left.epoch, right.epoch);
  if (epoch != 0) {
    return epoch;
  }
  const auto upstream = compare_part(left.upstream, right.upstream);
  return upstream != 0 ? upstream : compare_part(left.revision, right.revision);
}

} // namespace secaudit::vulns
