// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vulns/advisory.hpp"
#include "vulns/versions/order.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::vulns {

/// True when the version is vulnerable by OSV's evaluation: listed exactly, or inside a range. A
/// version that the scheme cannot order is compared by its text only.
bool is_affected(const Affected& affected, std::string_view version, std::optional<Scheme> scheme);

/// The smallest version above `version` that fixes the range it lies in; nothing when there is
/// none.
std::optional<std::string> fixed_version(const Affected& affected, std::string_view version,
                                         Scheme scheme);

} // namespace secaudit::vulns
