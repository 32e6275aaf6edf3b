// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/report.hpp"

#include <string>

#include "plugin/audit_run.hpp"

namespace secaudit::plugin {

/// Writes the report in every form that the options ask for: the pairs of --format and --output,
/// and standard output. `reports` is the folder of the full reports, "" when none was written.
/// False when one of the outputs could not be written.
bool tell(const Session& session, const model::Report& report, const std::string& reports);

} // namespace secaudit::plugin
