// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "vulns/advisory.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::vulns {

/// An advisory with its entry for the package that was asked for.
struct Hit {
  Advisory advisory; ///< without its `affected`
  Affected affected;
};

/// What a database holds, for `db status`.
struct DatabaseStatus {
  std::string built; ///< RFC 3339
  std::uint64_t advisories = 0;
  std::uint64_t packages = 0;
  struct Source {
    std::string ecosystem;
    std::uint64_t advisories = 0;
    std::string newest; ///< `modified` of the newest record
  };
  std::vector<Source> sources;
};

/// The advisory database: one SQLite file, read-only and mapped into memory.
class Database {
 public:
  /// Opens an existing file. A file that is no database of ours, or of another format version, is
  /// an error with what to do.
  static base::Result<Database> open(const std::string& path);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  /// All entries for a package of an ecosystem, with the name in any spelling; a distribution's
  /// entries without a release
  /// ("Debian") come with those of the release.
  base::Result<std::vector<Hit>> find(std::string_view ecosystem, std::string_view name) const;
  base::Result<DatabaseStatus> status() const;

 private:
  struct Handle;
  explicit Database(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

/// Builds a database file; nothing is visible under its name before finish().
class DatabaseWriter {
 public:
  static base::Result<DatabaseWriter> create(const std::string& path);
  ~DatabaseWriter();
  DatabaseWriter(DatabaseWriter&&) noexcept;
  DatabaseWriter& operator=(DatabaseWriter&&) noexcept;

  base::Status add(const Advisory& advisory);
  /// Sorts, closes and renames. `built` is the time to record.
  base::Status finish(std::string_view built);

 private:
  struct Handle;
  explicit DatabaseWriter(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

} // namespace secaudit::vulns
