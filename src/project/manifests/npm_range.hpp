// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::project::manifests {

/// node-semver's options.
struct NpmRangeOptions {
  bool loose = false;       ///< "1.2.3beta", leading zeros; what is no comparator is passed over
  bool prereleases = false; ///< pre-releases count like any other version
};

/// How npm reads the ranges of package.json.
inline constexpr NpmRangeOptions npm_install{true, false};
/// How npm audit reads the ranges of advisories.
inline constexpr NpmRangeOptions npm_audit{true, true};

/// True when an exact version lies in a range of node-semver's grammar (comparators, ^, ~,
/// x-ranges, hyphen ranges, ||); nothing when the range is of another kind (tag, URL, git, alias)
/// or either text is malformed.
std::optional<bool> npm_satisfies(std::string_view version, std::string_view range,
                                  NpmRangeOptions options);

/// The version that the part of the range which holds `version` ends before: of a range of affected
/// versions the one that mends it. Nothing when the part has no such end.
std::optional<std::string> npm_range_end(std::string_view version, std::string_view range,
                                         NpmRangeOptions options);

} // namespace secaudit::project::manifests
