// SPDX-License-Identifier: Apache-2.0
#include "rules/catalogue.hpp"

#include "base/text.hpp"

namespace secaudit::rules {

std::string_view section(std::string_view document, std::string_view heading) {
  const std::string line = "## " + std::string(heading) + "\n";
  std::size_t begin = document.find("\n" + line);
  if (begin == std::string_view::npos) {
    return {};
  }
  begin += 1 + line.size();
  const std::size_t end = document.find("\n## ", begin);
  return base::trim(document.substr(begin, end == std::string_view::npos ? end : end - begin));
}

} // namespace secaudit::rules
