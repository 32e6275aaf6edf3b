// SPDX-License-Identifier: Apache-2.0
#include "image/engine_error.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>

namespace secaudit::image {

std::optional<std::string> engine_error(std::string_view text) {
  const auto parsed = base::parse_json(base::trim(text));
  const std::string_view message = parsed ? base::string_at(*parsed, "error") : std::string_view{};
  if (message.empty()) {
    return std::nullopt;
  }
  return "the engine broke off with an error: " + std::string(message);
}

} // namespace secaudit::image
