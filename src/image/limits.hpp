// SPDX-License-Identifier: Apache-2.0
// Bounds on image archives; src/base/limits.hpp explains what they are for.
#pragma once

#include "base/limits.hpp"

namespace secaudit::limits {

// A layer's uncompressed bytes: no image of that size is built by hand, and it stops decompression
// bombs.
inline constexpr std::uint64_t layer_bytes = 64 * gib;
// Images of three million files exist; each entry costs some 300 bytes.
inline constexpr std::uint64_t layer_entries = 10'000'000;
inline constexpr std::size_t image_path_bytes = 64 * kib;
// GNU long names and PAX records; Go's reader has the same bound.
inline constexpr std::uint64_t tar_special_bytes = 1 * mib;
// What stands behind the end of an archive: writers pad to 10 KiB, tapes to 1 MiB; devices never end.
inline constexpr std::uint64_t tar_trailing_bytes = 64 * mib;
// Zeros that sparse files stand for: they cost nothing in the archive but time here.
inline constexpr std::uint64_t sparse_hole_bytes = 4 * gib;
// JSON documents of an archive (manifests, configurations). Docker refuses configurations above 8
// MiB.
inline constexpr std::size_t image_json_bytes = 16 * mib;
// All documents of an archive together; attestations with SBOMs are what fills it.
inline constexpr std::size_t archive_json_bytes = 64 * mib;
// The archive's own entries.
inline constexpr std::size_t archive_entries = 100'000;
// Manifests reachable from index.json; real indexes list a dozen.
inline constexpr std::size_t index_manifests = 1'000;
inline constexpr int index_depth = 8;
inline constexpr std::size_t image_layers = 1'000;
// `docker save REPO` writes all tags of a repository; each costs a merged view.
inline constexpr std::size_t archive_images = 200;
inline constexpr std::size_t archive_problems = 200;
// Text files that rules look into.
inline constexpr std::size_t kept_text_bytes = 256 * kib;
// Wheels that are kept packed, such as those of ensurepip.
inline constexpr std::size_t package_archive_bytes = 16 * mib;
// dpkg's status of a very large system has some megabytes.
inline constexpr std::size_t package_database_bytes = 64 * mib;

} // namespace secaudit::limits
