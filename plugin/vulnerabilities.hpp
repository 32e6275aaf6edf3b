// SPDX-License-Identifier: Apache-2.0
// From packages to known faults: the advisory database, the scanners that are installed, VEX.
#pragma once

#include "base/result.hpp"
#include "model/subjects.hpp"
#include "vulns/database.hpp"

#include <map>
#include <string>
#include <vector>

#include "plugin/audit_run.hpp"

namespace secaudit::plugin {

/// What the look-up left behind besides the subjects.
struct ScannerReports {
  std::map<std::string, std::string> files; ///< name in security-reports → the scanner's own words
};

/// Looks up the packages of the subjects' images and manifests and puts the one list into them.
/// Without a database and a scanner nothing is looked up, and the subjects say so by having no
/// coverage. What was asked for and did not work is a gap.
ScannerReports find_vulnerabilities(const Session& session, const std::string& folder,
                                    Progress& progress, model::Subjects& subjects);

/// The part that needs the database only: matches, merges with what scanners found, and fills in
/// vulnerabilities and coverage. `found` may be empty; `database` may be nullptr.
base::Status match_subjects(const vulns::Database* database,
                            std::vector<model::Vulnerability> found, model::Subjects& subjects);

} // namespace secaudit::plugin
