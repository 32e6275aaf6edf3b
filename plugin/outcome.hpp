// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/report.hpp"

#include <string>
#include <vector>

namespace secaudit::plugin {

/// The report with the findings of the named severities only; all of them when none is named.
model::Report with_severities(model::Report report, const std::vector<std::string>& severities);

/// 1 when an open finding reaches `fail_on` (audit::reaches; "none": never), else 2 when something
/// asked for could not be checked, else 0.
int exit_code_of(const model::Report& report, const std::string& fail_on);

} // namespace secaudit::plugin
