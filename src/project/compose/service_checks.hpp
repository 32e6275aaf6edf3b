// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

namespace secaudit::project::compose {

/// What Compose refuses in one service by itself: no image and no build, keys that exclude or
/// contradict each other.
void check_service(const Node::Member& service, Report& report);

} // namespace secaudit::project::compose
