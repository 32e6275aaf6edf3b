// SPDX-License-Identifier: Apache-2.0
// Numbers out of untrusted bytes: what lies outside reads as nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace secaudit::image::inventory {

enum class Order { little, big };

/// The part that is there of [at, at + size).
inline std::string_view slice(std::string_view bytes, std::uint64_t at, std::uint64_t size) {
  if (at >= bytes.size()) {
    return {};
  }
  return bytes.substr(static_cast<std::size_t>(at),
                      size > bytes.size() ? bytes.size() : static_cast<std::size_t>(size));
}

/// An unsigned number of `size` bytes; 0 when it is not there.
inline std::uint64_t number_at(std::string_view bytes, std::uint64_t at, unsigned size,
                               Order order) {
  const std::string_view part = slice(bytes, at, size);
  if (part.size() < size) {
    return 0;
  }
  std::uint64_t value = 0;
  for (unsigned i = 0; i < size; ++i) {
    const unsigned index = order == Order::big ? i : size - 1 - i;
    value = (value << 8) | static_cast<unsigned char>(part[index]);
  }
  return value;
}

/// The text from `at` to its NUL.
inline std::string_view c_string(std::string_view bytes, std::uint64_t at) {
  const std::string_view rest = slice(bytes, at, bytes.size());
  return rest.substr(0, rest.find('\0'));
}

} // namespace secaudit::image::inventory
