// SPDX-License-Identifier: Apache-2.0
// Numbers (LEB128) and texts one behind the other, for what is kept between runs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secaudit::base {

class Packer {
 public:
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
      value >>= 7U;
    }
    bytes_ += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) {
      text(value);
    }
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what Packer wrote. Behind the first thing that does not add up everything is empty, and
/// good() says so.
class Unpacker {
 public:
  /// `bits` is the length of the largest number that may stand there; a longer one is damage.
  explicit Unpacker(std::string_view bytes, unsigned bits = 64) : rest_(bytes), bits_(bits) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < bits_ && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    return damaged();
  }
  std::string_view text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) {
      damaged();
      return {};
    }
    const std::string_view value = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(value.size());
    return value;
  }
  std::string string() { return std::string(text()); }
  std::vector<std::string> texts() {
    std::vector<std::string> values;
    for (std::uint64_t n = count(); n > 0 && good_; --n) {
      values.push_back(string());
    }
    return values;
  }
  /// A number of things that follow, each of at least one byte.
  std::uint64_t count() {
    const std::uint64_t value = number();
    return value > rest_.size() ? damaged() : value;
  }
  bool good() const { return good_; }
  bool empty() const { return rest_.empty(); }

 private:
  std::uint64_t damaged() {
    good_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  unsigned bits_;
  bool good_ = true;
};

} // namespace secaudit::base
