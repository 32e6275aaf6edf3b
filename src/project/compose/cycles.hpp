// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

#include <set>
#include <string>

namespace secaudit::project::compose {

/// Reports services that depend on themselves through others.
void check_cycles(const Node& services, const std::set<std::string>& inactive, Report& report);

} // namespace secaudit::project::compose
