// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "vulns/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::vulns {

/// The smallest version that leaves all the faults that `hits` found behind, and is itself without
/// a known one: a fix may have faults of its own. "" when a fault has no fix, or none is reached.
base::Result<std::string> safe_version(const Database& database, std::string_view ecosystem,
                                       std::string_view name, std::vector<Hit> hits,
                                       std::string version);

} // namespace secaudit::vulns
