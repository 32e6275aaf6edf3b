// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace secaudit::project::manifests {

/// True when an exact version lies in a range of node-semver's grammar (comparators, ^, ~,
/// x-ranges, hyphen ranges, ||); nothing when the range is of another kind (tag, URL, git, alias)
/// or either text is malformed.
std::optional<bool> npm_satisfies(std::string_view version, std::string_view range);

} // namespace secaudit::project::manifests
