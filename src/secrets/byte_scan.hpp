// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace secaudit::secrets {

/// 64 bytes of text told apart: one bit a byte, the first byte in the lowest bit.
struct BlockMasks {
  std::uint64_t token = 0;   ///< bytes of tokens (bytes.hpp)
  std::uint64_t word = 0;    ///< those of them that continue a word
  std::uint64_t digit = 0;   ///< those of them that are digits
  std::uint64_t trigger = 0; ///< a trigger may begin here: see trigger_at
};

constexpr std::size_t block_bytes = 64;
/// How far a classifier reads behind the last block.
constexpr std::size_t block_overrun = 32;

/// Classifies `blocks` blocks. `text` must be readable for block_overrun bytes behind them.
using ClassifyBlocks = void (*)(const char* text, std::size_t blocks, BlockMasks* masks);

/// The ways that this processor can take, the fastest first; the last one works everywhere. All
/// give the same masks.
struct Classifier {
  std::string_view name;
  ClassifyBlocks classify;
};
std::size_t classifier_count();
Classifier classifier(std::size_t index);

/// What a secret may stand beside, other than a run of token bytes.
enum class Trigger : std::uint8_t { none, name, url, pem, flag, percent, auth };

/// What begins at this place. Needs no more than three bytes.
Trigger trigger_at(std::string_view text, std::size_t at);

} // namespace secaudit::secrets
