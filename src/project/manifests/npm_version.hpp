// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::project::manifests {

/// A version of node-semver.
struct NpmVersion {
  std::array<std::uint64_t, 3> number{};
  std::string prerelease;
};

/// A version of which only the first `known` numbers are given.
struct PartialNpmVersion {
  NpmVersion version;
  std::size_t known = 0;
  bool decorated = false; ///< more than one `v` stands in front
};

/// Reads "1", "1.2.x", "v1.2.3-beta+build"; `loose` allows leading zeros and a pre-release without
/// its dash.
std::optional<PartialNpmVersion> read_partial_npm(std::string_view text, bool loose);
/// Reads a version with all its numbers.
std::optional<NpmVersion> read_npm_version(std::string_view text, bool loose);

/// SemVer 2.0.0 section 11.
std::weak_ordering compare_npm(const NpmVersion& a, const NpmVersion& b);

} // namespace secaudit::project::manifests
