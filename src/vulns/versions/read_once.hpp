// SPDX-License-Identifier: Apache-2.0
// What the schemes that read a version before they compare it have in common.
#pragma once

#include "vulns/versions/order.hpp"

#include <utility>

namespace secaudit::vulns {

/// `read` gives an optional of what `compare` takes two of.
template <auto read, auto compare>
Order compare_read(std::string_view a, std::string_view b) {
  const auto left = read(a);
  const auto right = left ? read(b) : decltype(left){};
  return right ? compare(*left, *right) : Order();
}

template <auto read, auto compare>
std::optional<Comparer> comparer_read(std::string_view version) {
  auto one = read(version);
  if (!one) {
    return std::nullopt;
  }
  return [one = std::move(*one)](std::string_view text) {
    const auto other = read(text);
    return other ? Order(compare(one, *other)) : Order();
  };
}

} // namespace secaudit::vulns
