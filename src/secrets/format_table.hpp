// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// A set of bytes.
using Alphabet = std::bitset<256>;

/// One part of a token: a literal, a run of characters of an alphabet, or a checksum over what
/// stands before it.
struct Segment {
  enum class Kind { literal, run, checksum };
  Kind kind = Kind::literal;
  std::string literal;
  Alphabet alphabet;
  std::size_t least = 0;
  std::size_t most = 0;
  std::string checksum; ///< crc62, crchex, crchexU, crchexLE, crcle64
};

/// A token format (data/secret-formats.json).
struct Format {
  std::string id;
  std::string title; ///< provider and what it is
  std::string severity;
  std::vector<Segment> segments;
  std::vector<std::string>
      context; ///< lower-case words one of which must stand shortly before; empty: none needed
  std::size_t context_distance = 0;
  std::size_t anchor_segment =
      0; ///< index of the literal that the search looks for; segments.size() when none
};

/// The formats that are described as segments.
std::vector<Format> load_formats();

/// Where a token ends.
struct TokenEnd {
  std::size_t end = 0;
  std::size_t body = 0; ///< characters that belong to runs
  bool checksum_ok = true;
  bool has_checksum = false;
};

/// Matches the whole format at `begin`; nothing when it does not fit there or the token goes on
/// behind it.
std::optional<TokenEnd> match_format(const Format& format, std::string_view text,
                                     std::size_t begin);

} // namespace secaudit::secrets
