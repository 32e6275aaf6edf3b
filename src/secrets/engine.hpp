// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/assignments.hpp"
#include "secrets/byte_scan.hpp"
#include "secrets/piece.hpp"
#include "secrets/runs.hpp"
#include "secrets/tokens.hpp"
#include "secrets/weak_data.hpp"

#include <cstddef>
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
  std::size_t handle_blocks(Piece& piece, Range range, std::size_t base, const BlockMasks* masks,
                            std::size_t blocks, std::size_t done) const;
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
