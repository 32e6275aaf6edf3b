// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace secaudit::secrets {

/// A set of bytes.
struct Alphabet {
  std::array<std::uint64_t, 4> words;

  constexpr bool has(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return ((words[byte / 64U] >> (byte % 64U)) & 1U) != 0;
  }
};

/// Checksums that stand inside a token.
enum class Checksum : std::uint8_t { none, crc62, crchex, crchexU, crchexLE, crcle64 };

/// What else the text of a whole token shows about itself, without asking anybody.
enum class Verify : std::uint8_t {
  none,
  jwt,
  gitlab_routable,
  bech32,
  base58check,
  nkey,
  digits_first,
  numbered_base64,
  json_base64,
  grafana_json,
};

/// One part of a token: a literal, a run of characters of an alphabet, or a checksum over what
/// stands before it.
struct Segment {
  enum class Kind : std::uint8_t { literal, run, checksum };
  Kind kind;
  std::string_view literal;
  std::size_t alphabet; ///< number of the alphabet
  std::size_t least;
  std::size_t most;
  Checksum checksum;
};

/// A token format. The tables are made by the build from data/*-formats.json.
struct Format {
  std::string_view id;
  std::string_view title; ///< provider and what it is
  std::string_view severity;
  std::string_view confidence; ///< high, medium, low
  std::size_t first_segment;
  std::size_t segment_count;
  std::size_t first_word; ///< words one of which must stand shortly before; none needed when empty
  std::size_t word_count;
  std::size_t context_distance;
  Verify verify;

  bool needs_context() const { return word_count > 0; }
};

/// All formats that are described as segments.
const Format* formats_begin();
const Format* formats_end();

const Segment& segment_of(const Format& format, std::size_t index);
std::string_view context_word(const Format& format, std::size_t index);
std::size_t least_length(const Format& format);
std::size_t most_length(const Format& format);

/// Where a token ends.
struct TokenEnd {
  std::size_t end = 0;
  std::size_t body = 0; ///< characters that belong to runs
  bool checksum_ok = true;
  bool has_checksum = false;
};

/// Matches the whole format at `begin`; nothing when it does not fit there or the token goes on
/// before or behind it. `glued` says that what stands before `begin` is an escape sequence and no
/// part of a token.
std::optional<TokenEnd> match_format(const Format& format, std::string_view text, std::size_t begin,
                                     bool glued);

} // namespace secaudit::secrets
