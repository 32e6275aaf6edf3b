// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "project/compose/environment.hpp"
#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

#include <set>
#include <string>

namespace secaudit::project::compose {

/// Reads the `env_file:` and `label_file:` of the active services into their environment and
/// labels, which win. Values keep the place in their file.
void read_service_files(Node& services, const std::set<std::string>& inactive,
                        const host::Host& host, const Environment& environment,
                        const std::string& project_directory, Report& report);

} // namespace secaudit::project::compose
