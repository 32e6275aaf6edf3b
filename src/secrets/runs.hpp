// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/piece.hpp"
#include "secrets/tokens.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace secaudit::secrets {

/// A run of token bytes shorter than this holds no token.
constexpr std::size_t shortest_run = 16;
/// How far before a run a token may begin that holds other characters (`AstraCS:…`, `$2y$10$…`).
constexpr std::size_t longest_lead = 72;

/// One run of token bytes.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Looks at a run as a whole: an escape sequence or other characters at its front, a header, a
/// value on a line that speaks of a secret.
void search_run(const TokenIndex& tokens, Piece& piece, const Run& run, bool has_digits);

/// Looks for what begins at a word inside a run.
void search_word(const TokenIndex& tokens, Piece& piece, std::size_t at, std::size_t run_end,
                 Ahead ahead, bool glued);

} // namespace secaudit::secrets
