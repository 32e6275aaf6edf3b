// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "vulns/advisory.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::vulns {

/// What an advisory says of a package.
struct Entry {
  std::int64_t advisory = 0; ///< its number in the file
  Affected affected;         ///< in order for matching
};

/// An advisory with its entry for the package that was asked for.
struct Hit {
  Advisory advisory; ///< without its `affected`
  Affected affected;
};

/// What others know of a fault by one of its names.
struct NameFacts {
  std::vector<std::string> aliases; ///< other names of the same fault, as written anywhere
  std::string severity;             ///< word of whoever rated it best, "" when nobody did
  std::string severity_source;
  std::string exploited_since; ///< day it entered CISA's catalogue of exploited faults, or ""
  std::optional<double> epss;  ///< chance of exploitation within 30 days, 0–1
};

/// What a database holds, for `db status`.
struct DatabaseStatus {
  std::string built; ///< RFC 3339
  std::uint64_t advisories = 0;
  std::uint64_t packages = 0;
  std::uint64_t exploited = 0; ///< entries of the KEV catalogue
  std::uint64_t epss = 0;      ///< faults with an EPSS score
  std::string epss_date;
  struct Source {
    std::string ecosystem; ///< with its release: "Debian:12"
    std::uint64_t advisories = 0;
    std::string newest; ///< `modified` of the newest record
  };
  std::vector<Source> sources;
  struct Origin {
    std::string name; ///< file or download that was imported
    std::string imported;
    std::string sha256;
    std::uint64_t advisories = 0;
    std::uint64_t skipped = 0;
  };
  std::vector<Origin> origins;
};

/// The advisory database: one SQLite file that is only read.
class Database {
 public:
  /// Opens an existing file. A file that is absent, cut off, no database of ours, or of another
  /// format version is an error with what to do.
  static base::Result<Database> open(const std::string& path);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  /// What the advisories that are not withdrawn say of a package of an ecosystem, with the name in
  /// any spelling; a distribution's entries without a release ("Debian") come with those of the
  /// release.
  base::Result<std::vector<Entry>> entries(std::string_view ecosystem, std::string_view name) const;
  /// Those of them that hold for the version (section 2.1 of the design notes).
  base::Result<std::vector<Entry>> holding(std::string_view ecosystem, std::string_view name,
                                           std::string_view version) const;
  /// The advisory of an entry, without its `affected`.
  base::Result<Advisory> advisory(const Entry& entry) const;
  /// The entries that hold for the version, with their advisories.
  base::Result<std::vector<Hit>> affecting(std::string_view ecosystem, std::string_view name,
                                           std::string_view version) const;
  /// Whether advisories for the ecosystem and its release are in the file.
  bool covers(std::string_view ecosystem) const;
  /// What is known under a name ("CVE-2024-1").
  base::Result<NameFacts> about(std::string_view name) const;
  const std::string& built() const;
  /// The day its data are from: of the newest record, for a dump may have been imported long after
  /// it was made.
  std::string data_date() const;

  base::Result<DatabaseStatus> status() const;
  /// Reads every page and index; an error names the first damage.
  base::Status check() const;

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

  /// Takes over what an existing database holds, except what came from these origins. Before the
  /// first add().
  base::Status keep(const std::string& existing, const std::vector<std::string>& except);
  /// What is added from now on comes from here.
  base::Status begin_origin(const DatabaseStatus::Origin& origin);
  /// Notes how the origin ended.
  base::Status end_origin(std::uint64_t advisories, std::uint64_t skipped);

  /// A record that is there already under its id stays when it is as new as this one.
  base::Status add(const Advisory& advisory);
  base::Status add_exploited(std::string_view cve, std::string_view since);
  base::Status add_epss(std::string_view cve, double score);
  base::Status set_epss_date(std::string_view date);

  /// Sorts, closes, flushes and renames. `built` is the time to record.
  base::Status finish(std::string_view built);

 private:
  struct Handle;
  explicit DatabaseWriter(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

} // namespace secaudit::vulns
