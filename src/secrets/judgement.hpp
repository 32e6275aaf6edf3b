// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/piece.hpp"

#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// 0 for critical to 4 for info.
int rank_of(std::string_view severity);

/// What the place in the text says about a candidate: comments that allow it, documented values
/// that everybody knows. Fills in `secret` and `masked`. `text` is the text that the offsets count
/// in.
void judge_in_text(std::string_view text, Candidate& candidate);

/// What the place of the file says: tests, examples, packages are judged milder. Of candidates that
/// overlap the surest is kept, then the most severe, then the longest. Sorted by place.
std::vector<Match> settle(std::string_view path, std::vector<Candidate> candidates);

} // namespace secaudit::secrets
