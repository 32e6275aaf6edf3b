// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

namespace detail {
constexpr std::array<unsigned char, 256> make_lower() {
  std::array<unsigned char, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) {
    table[i] = static_cast<unsigned char>(i >= 'A' && i <= 'Z' ? i + 32 : i);
  }
  return table;
}
} // namespace detail

/// Finds the places where one of many literals begins: three bytes are hashed into a bit map that
/// nearly all places of a text miss, so that a gigabyte takes about a second.
class AnchorIndex {
 public:
  /// `ignore_case` holds for that literal only; literals have at least two bytes. `payload` comes
  /// back with each hit.
  void add(std::string_view literal, bool ignore_case, std::size_t payload);

  /// Calls `hit(offset, payload)` for each literal that begins at each place of the text, in the
  /// order of the text.
  template <typename Hit>
  void search(std::string_view text, Hit&& hit) const {
    if (text.size() < 2) {
      return;
    }
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      const std::uint32_t third = i + 2 < text.size() ? byte(text, i + 2) : 0;
      const std::size_t slot = hash(byte(text, i), byte(text, i + 1), third);
      if (map_.test(slot)) {
        for (const Anchor& anchor : buckets_[slot % buckets_.size()]) {
          if (matches(anchor, text.substr(i))) {
            hit(i, anchor.payload);
          }
        }
      }
    }
  }

 private:
  struct Anchor {
    std::string literal;
    bool ignore_case;
    std::size_t payload;
  };

  static std::uint32_t byte(std::string_view text, std::size_t i) {
    return lower_[static_cast<unsigned char>(text[i])];
  }
  static std::size_t hash(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    return (((a << 16U) | (b << 8U) | c) * 0x9E3779B1U) >> 14U;
  }
  static bool matches(const Anchor& anchor, std::string_view text);
  static constexpr std::array<unsigned char, 256> lower_ = detail::make_lower();

  std::bitset<1U << 18U> map_;
  std::array<std::vector<Anchor>, 1024> buckets_;
};

} // namespace secaudit::secrets
