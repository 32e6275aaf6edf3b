// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

namespace secaudit::project::compose {

/// Brings every short form of a project into its long form: build, depends_on, networks, env_file,
/// ports, volumes, devices, secrets, configs, ulimits, gpus, external. An entry that cannot be read
/// is reported and dropped, or kept as it is when `tolerant` (variables were not replaced).
void expand_short_forms(Node& root, Report& report, bool tolerant);

} // namespace secaudit::project::compose
