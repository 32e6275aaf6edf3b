// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/subjects.hpp"

#include <string>
#include <vector>

#include "plugin/audit_run.hpp"
#include "plugin/vulnerabilities.hpp"

namespace secaudit::plugin {

/// Runs the scanners that the options name, or that are installed, side by side over the subjects'
/// images and manifests. Every run is noted in the subjects; one that was asked for by name and did
/// not audit is a gap. The findings are returned, each with its source; the scanners' own reports
/// go into `reports`.
std::vector<model::Vulnerability> run_scanners(const Session& session, const std::string& folder,
                                               Progress& progress, model::Subjects& subjects,
                                               ScannerReports& reports);

} // namespace secaudit::plugin
