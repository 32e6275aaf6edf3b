// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/assignments.hpp"
#include "secrets/byte_scan.hpp"
#include "secrets/piece.hpp"
#include "secrets/runs.hpp"
#include "secrets/tokens.hpp"
#include "secrets/weak_data.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// Finds candidates in bytes. What is found for a place depends only on `look_back` bytes before it
/// and `look_ahead` bytes behind it, so that a text can be cut into windows anywhere.
class Engine {
 public:
  static constexpr std::size_t look_back = 4 * 1024;
  static constexpr std::size_t look_ahead = 68 * 1024;

  /// `way` is the number of the classifier (byte_scan.hpp); 0 is the fastest.
  explicit Engine(const WeakData& weak, std::size_t way = 0);

  /// Appends what begins in `from` (included) to `to` (excluded).
  void scan(std::string_view text, std::size_t from, std::size_t to, FileKind kind, unsigned depth,
            std::vector<Candidate>& found) const;

 private:
  struct Range {
    std::size_t from;
    std::size_t to;
  };
  /// The block at `place`, with the masks of the one behind it.
  struct Block {
    std::size_t place;
    BlockMasks here;
    BlockMasks next;
  };
  /// `done`: runs before this place are dealt with. Gives the end of the last run.
  std::size_t search_block(Piece& piece, Range range, const Block& block, std::size_t done) const;
  static std::size_t end_of_run(std::string_view text, const Block& block, std::size_t first,
                                std::size_t last);
  void begin_run(Piece& piece, const Block& block, std::size_t begin, std::size_t end) const;
  void search_words(Piece& piece, Range range, const Block& block, std::uint64_t starts,
                    std::size_t end) const;
  void trigger(Piece& piece, std::size_t at) const;
  void decode_run(Piece& piece, std::size_t begin, std::size_t end) const;
  void decode_percent_stretch(Piece& piece, std::size_t at) const;
  void scan_decoded(Piece& piece, const std::string& decoded, std::size_t begin,
                    std::size_t end) const;

  Classifier classifier_;
  TokenIndex tokens_;
  Assignments assignments_;
};

} // namespace secaudit::secrets
