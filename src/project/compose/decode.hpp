// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

namespace secaudit::project::compose {

/// Brings every value of a project in long forms to its type: sizes to bytes, durations and file
/// modes to their printed form, NAME=value lists to mappings, commands to words. Leaves out what
/// Compose leaves out when it prints a project: empty strings, false, 0, empty lists. A value that
/// cannot be read is reported and dropped.
void decode_project(Node& root, Report& report);

} // namespace secaudit::project::compose
