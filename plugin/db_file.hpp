// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "vulns/import.hpp"

#include <string>
#include <vector>

#include "plugin/audit_run.hpp"

namespace secaudit::plugin {

/// Builds the database out of the files and of what the old one holds from elsewhere, and puts it
/// in the old one's place at once; readers of the old one keep it. With `replace` nothing is taken
/// over.
base::Result<vulns::ImportResult>
build_database(const Session& session, const std::vector<vulns::ImportFile>& files, bool replace);

/// Now, RFC 3339; the end of the day that --as-of names when it does.
std::string time_stamp(const Session& session);

} // namespace secaudit::plugin
