// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/report.hpp"

#include <string>
#include <vector>

namespace secaudit::plugin {

/// The report with the findings of the named severities only; all of them when none is named.
model::Report with_severities(model::Report report, const std::vector<std::string>& severities);

/// Whether a compose file is no compose file at all (not YAML, not text, not a mapping), or Compose
/// refuses the project and not one service of it could be understood. What can be read of such a
/// project is audited all the same.
bool is_unusable(const model::Project& project);
/// The report without vulnerabilities that have no fixed version.
model::Report without_unfixed(model::Report report);

/// 1 when an open finding reaches `fail_on` (audit::reaches; "none": never), else 2 when something
/// asked for could not be checked, else 0.
int exit_code_of(const model::Report& report, const std::string& fail_on);

} // namespace secaudit::plugin
