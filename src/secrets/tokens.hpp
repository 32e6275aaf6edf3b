// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/format_table.hpp"
#include "secrets/piece.hpp"

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace secaudit::secrets {

/// What the 64 bytes from a place on are: one bit a byte, the first byte in the lowest bit.
struct Ahead {
  std::uint64_t word = 0;
  std::uint64_t digit = 0;
};
/// The same without a classifier.
Ahead ahead_of(std::string_view text, std::size_t at);

/// Finds the tokens of the format tables at places where a token may begin. Formats with a literal
/// of three bytes in front are looked up by these bytes, all others by their length.
class TokenIndex {
 public:
  TokenIndex();

  /// The tokens that begin at `at`; `run_end` is the end of the run of token bytes around it.
  /// `glued`: an escape sequence ends before `at`.
  void search(Piece& piece, std::size_t at, std::size_t run_end, Ahead ahead, bool glued) const;
  /// Only those whose literal stands in front.
  void search_prefix(Piece& piece, std::size_t at, bool glued) const;
  /// A token of a format could begin so: the literal of one stands in front.
  bool begins_like_one(std::string_view value) const;

 private:
  static constexpr std::size_t longest = 1024;
  static constexpr std::size_t map_bits = 1U << 16U;

  static std::size_t slot(std::string_view three);
  void by_length(Piece& piece, std::size_t at, std::size_t end, bool glued) const;

  std::bitset<map_bits> map_;
  std::array<std::vector<const Format*>, 1024> buckets_;
  std::array<std::vector<const Format*>, longest + 1> lengths_;
  std::bitset<longest + 1> known_lengths_;
  std::uint64_t near_lengths_ = 0;       ///< those below 64: one bit a length
  std::vector<std::size_t> far_lengths_; ///< those from there up to far_ends, rising
};

} // namespace secaudit::secrets
