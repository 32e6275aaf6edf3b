// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <string_view>

namespace secaudit::vulns {

/// A semantic version as text pieces of its source.
struct SemanticVersion {
  std::array<std::string_view, 4> numbers; ///< major, minor, patch, and NuGet's fourth
  std::size_t count = 0;                   ///< numbers that are written
  std::string_view pre_release;
};

struct SemanticRules {
  std::size_t least = 3; ///< numbers that must be written
  std::size_t most = 3;
  bool loose = false; ///< a pre-release may follow without its dash
};

/// Reads a version without a leading `v`. Build metadata is dropped.
std::optional<SemanticVersion> read_semantic(std::string_view text, const SemanticRules& rules);

/// SemVer 2.0.0 section 11; `fold_case` for NuGet.
std::weak_ordering compare_semantic(const SemanticVersion& a, const SemanticVersion& b,
                                    bool fold_case = false);

} // namespace secaudit::vulns
