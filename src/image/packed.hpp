// SPDX-License-Identifier: Apache-2.0
// Numbers and texts one behind the other, for what is kept between runs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace secaudit::image {

class Packer {
 public:
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      bytes_ += static_cast<char>(value | 0x80U);
      value >>= 7;
    }
    bytes_ += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what Packer wrote. Behind the first thing that does not add up everything is empty, and
/// good() says so.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && good_; shift += 7) {
      if (bytes_.empty()) {
        good_ = false;
        break;
      }
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    return 0;
  }
  std::string_view text() {
    const std::uint64_t size = number();
    if (size > bytes_.size()) {
      good_ = false;
      return {};
    }
    const std::string_view value = bytes_.substr(0, static_cast<std::size_t>(size));
    bytes_.remove_prefix(value.size());
    return value;
  }
  std::string string() { return std::string(text()); }
  /// A number of things that follow, each of at least one byte.
  std::uint64_t count() {
    const std::uint64_t value = number();
    good_ = good_ && value <= bytes_.size();
    return good_ ? value : 0;
  }
  bool good() const { return good_; }
  bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

} // namespace secaudit::image
