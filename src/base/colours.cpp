// SPDX-License-Identifier: Apache-2.0
#include "base/colours.hpp"

namespace secaudit::base {

std::string without_colours(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\x1b' || i + 1 == text.size() || text[i + 1] != '[') {
      out += text[i];
      continue;
    }
    i += 2;
    while (i < text.size() && (text[i] < '@' || text[i] > '~')) {
      ++i;
    }
  }
  return out;
}

} // namespace secaudit::base
