// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::image {

/// Keeps what was read of layers and images between runs. Whoever implements it makes sure that
/// what comes back is what was put in; a cache that fails is a cache that is empty.
class ResultCache {
 public:
  virtual ~ResultCache() = default;
  virtual std::optional<std::string> get(const std::string& key) = 0;
  virtual void put(const std::string& key, std::string_view bytes) = 0;
};

} // namespace secaudit::image
