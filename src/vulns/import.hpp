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
  std::uint64_t exploited = 0; ///< entries of the KEV catalogue
  std::uint64_t epss = 0;
  std::vector<std::string>
      skipped; ///< records that are no advisories, with the reason; at most a hundred are kept
  std::uint64_t skipped_count = 0;

  void add(const ImportResult& other);
};

/// Reads the advisories of a zip file in the layout of OSV's `all.zip` (one JSON file a record)
/// into a database that is being written. Only the zip format is read; nothing is extracted. A
/// member whose checksum is wrong is an error.
base::Result<ImportResult> import_zip(const std::string& path, DatabaseWriter& writer);

/// One record, or CISA's catalogue of exploited faults (KEV).
base::Result<ImportResult> import_json(std::string_view name, std::string_view text,
                                       DatabaseWriter& writer);

/// FIRST's EPSS scores: a comment line with the date, `cve,epss,percentile`, rows; plain or gzip.
base::Result<ImportResult> import_epss(const std::string& path, DatabaseWriter& writer);

/// The origin of records that came file by file.
inline constexpr const char* loose_records = "records";

/// A file that can be imported, and what it is called in the database: importing the same name
/// again replaces what came from it.
struct ImportFile {
  std::string path;
  std::string origin;
};

/// The files that a path stands for: itself, or for a folder every .zip, .json, .csv and .csv.gz
/// below it, in order. `PyPI/all.zip` (OSV's own layout) is called `PyPI.zip`; loose records have
/// the common origin "records".
base::Result<std::vector<ImportFile>> import_files(const std::string& path);

/// Imports the files one after the other, each as its own origin. `now` is noted; `stop` is asked
/// before each.
base::Result<ImportResult> import_all(const std::vector<ImportFile>& files, std::string_view now,
                                      const std::function<bool()>& stop, DatabaseWriter& writer);

} // namespace secaudit::vulns
