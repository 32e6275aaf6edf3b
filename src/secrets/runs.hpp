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

/// Looks at one run of token bytes, `begin` to `end`, for places from `first` on and before `last`.
/// The answer for a place depends only on the text around it, so that a text may be cut anywhere.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t first = 0;
  std::size_t last = 0;
};
void search_run(const TokenIndex& tokens, Piece& piece, const Run& run);

} // namespace secaudit::secrets
