// SPDX-License-Identifier: Apache-2.0
// Every bound on what is read from outside, in one place, each with its reason. Reaching one makes
// a Gap, never a crash.
#pragma once

#include <cstddef>
#include <cstdint>

namespace secaudit::limits {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;
inline constexpr std::uint64_t gib = 1024ULL * mib;

// Files of a project. Real compose files, Dockerfiles and proxy configurations stay far below.
inline constexpr std::size_t project_file_bytes = 16 * mib;
// Project tree walk: entries visited before the walk is called incomplete.
inline constexpr std::size_t project_walk_entries = 200'000;
inline constexpr std::size_t project_walk_depth = 64;

// JSON from archives and scanners: Docker itself refuses deeper than 10,000; no real document
// exceeds 100.
inline constexpr std::size_t json_depth = 256;

// YAML: libyaml is quadratic in flow depth; Compose's own alias budget is 100,000.
inline constexpr std::size_t yaml_depth = 512;
inline constexpr std::size_t yaml_nodes = 2'000'000;
inline constexpr std::size_t yaml_alias_expansion = 100'000;

} // namespace secaudit::limits
