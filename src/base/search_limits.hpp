// SPDX-License-Identifier: Apache-2.0
// Bounds on what a search for secrets and the pre-push hook read, each with its reason. Reaching one
// makes a Gap, never a crash.
#pragma once

#include "base/limits.hpp"

namespace secaudit::limits {

// Files up to this length are searched for secrets in one piece, longer ones as they stream by; two
// of them and their line index stay far below the 64 MB that a search may take.
inline constexpr std::size_t secret_kept_bytes = 4 * mib;
// A search for secrets visits whole trees: the largest known repositories have some 400,000 files.
inline constexpr std::size_t secret_walk_entries = 5'000'000;
inline constexpr std::size_t secret_walk_depth = 256;
// Commits of one push: a first push of a long history is judged by its newest ones and its tip.
inline constexpr std::size_t pushed_commits = 1'000;
// Commits of a range that somebody asked for by name.
inline constexpr std::size_t range_commits = 1'000'000;
// What git writes to a pre-push hook is a line a ref; servers refuse far fewer refs in one push.
inline constexpr std::size_t push_lines_bytes = 16 * mib;
// Clean blobs remembered between pushes, 16 bytes each.
inline constexpr std::size_t clean_blobs = 100'000;

} // namespace secaudit::limits
