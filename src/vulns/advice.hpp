// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vulns/database.hpp"
#include "vulns/versions/order.hpp"

#include <string>
#include <vector>

namespace secaudit::vulns {

/// The smallest version above `version` for which none of the package's entries holds: a fix may
/// have faults of its own. "" when a fault has no fix, or no such version is reached.
std::string safe_version(const std::vector<Entry>& entries, Scheme scheme, std::string version);

} // namespace secaudit::vulns
