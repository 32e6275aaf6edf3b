// SPDX-License-Identifier: Apache-2.0
#include "project/compose/addresses.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

bool is_ipv4(std::string_view text) {
  const auto parts = base::split(text, '.');
  return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           int value = 0;
           for (const char c : part) {
             if (c < '0' || c > '9' || part.size() > 3) {
               return false;
             }
             value = value * 10 + (c - '0');
           }
           return !part.empty() && value < 256 && (part.size() == 1 || part[0] != '0');
         });
}

/// The groups of one side of `::`; -1 when one of them is no group.
int groups(std::string_view side, bool last) {
  if (side.empty()) {
    return 0;
  }
  int count = 0;
  const auto parts = base::split(side, ':');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = parts[i];
    if (last && i + 1 == parts.size() && is_ipv4(part)) {
      count += 2;
      continue;
    }
    const bool hex = !part.empty() && part.size() <= 4
                     && part.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (!hex) {
      return -1;
    }
    ++count;
  }
  return count;
}

} // namespace

bool is_ip_address(const std::string& text) {
  if (is_ipv4(text)) {
    return true;
  }
  const std::string_view view = text;
  const std::size_t gap = view.find("::");
  if (gap == std::string_view::npos) {
    return groups(view, true) == 8;
  }
  const int left = groups(view.substr(0, gap), false);
  const int right = groups(view.substr(gap + 2), true);
  return left >= 0 && right >= 0 && left + right < 8;
}

} // namespace secaudit::project::compose
