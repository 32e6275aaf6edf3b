// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "vulns/database.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::vulns {

struct ImportResult {
  std::uint64_t advisories = 0;
  std::vector<std::string>
      skipped; ///< records that are no advisories, with the reason; at most a hundred are kept
  std::uint64_t skipped_count = 0;
};

/// Reads the advisories of a zip file in the layout of OSV's `all.zip` (one JSON file a record)
/// into a database that is being written. Only the zip format is read; nothing is extracted.
base::Result<ImportResult> import_zip(const std::string& path, DatabaseWriter& writer);

/// One record.
base::Result<ImportResult> import_json(std::string_view name, std::string_view text,
                                       DatabaseWriter& writer);

} // namespace secaudit::vulns
