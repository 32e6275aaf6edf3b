// SPDX-License-Identifier: Apache-2.0
// The little of SQLite's C interface that is needed, with destructors.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace secaudit::vulns {

struct CloseDatabase {
  void operator()(sqlite3* database) const;
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const;
};
using Connection = std::unique_ptr<sqlite3, CloseDatabase>;

/// Opens for reading only, as a file that nobody changes.
base::Result<Connection> open_immutable(const std::string& path);
/// Creates or replaces a file for writing.
base::Result<Connection> open_new(const std::string& path);

/// The name under which SQLite opens a file for reading only and without locks.
std::string immutable_uri(const std::string& path);
/// Bytes of a file; nothing when it cannot be looked at.
std::optional<std::uintmax_t> file_size(const std::string& path);
/// Waits until the file's bytes are on the disk.
bool flush_file(const std::string& path);

base::Status execute(sqlite3* database, const char* sql);
/// Writes the database to a new file with its tables one behind the other and nothing in between.
base::Status write_compact(sqlite3* database, const std::string& path);

/// A prepared statement. Columns and parameters are counted from 0.
class Statement {
 public:
  static base::Result<Statement> prepare(sqlite3* database, std::string_view sql);

  void bind(int parameter, std::string_view text);
  void bind_blob(int parameter, std::string_view bytes);
  void bind(int parameter, std::int64_t number);
  /// True when there is a row.
  base::Result<bool> step();
  void reset();
  /// Valid until the next step.
  std::string_view bytes(int column) const;
  std::int64_t integer(int column) const;

 private:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, FinishStatement> statement_;
};

} // namespace secaudit::vulns
