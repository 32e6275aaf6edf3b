// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/environment.hpp"
#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

namespace secaudit::project::compose {

/// Replaces the variables in every string of the tree (keys never) and turns strings into numbers
/// and booleans at the places where Compose does. A value that cannot be read is reported and
/// dropped.
void interpolate(Node& root, const Environment& environment, Report& report);

} // namespace secaudit::project::compose
