// SPDX-License-Identifier: Apache-2.0
#include "vulns/sqlite.hpp"

#include <sqlite3.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#ifndef _WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

namespace secaudit::vulns {
namespace {

base::Result<Connection> open_with(const std::string& name, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) {
    return base::fail(raw == nullptr ? "out of memory" : sqlite3_errmsg(raw));
  }
  // A crafted file must not make SQLite run code or read other files.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return connection;
}

std::string uri_escaped(const std::string& path) {
  std::string result;
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      char buffer[4];
      std::snprintf(buffer, sizeof buffer, "%%%02X",
                    static_cast<unsigned>(static_cast<unsigned char>(c)));
      result += buffer;
    } else {
      result += c;
    }
  }
  return result;
}

} // namespace

void CloseDatabase::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}
void FinishStatement::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

std::string immutable_uri(const std::string& path) {
  return "file:" + uri_escaped(path) + "?mode=ro&immutable=1";
}

std::optional<std::uintmax_t> file_size(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? std::nullopt : std::optional(size);
}

bool flush_file(const std::string& path) {
#ifdef _WIN32
  return !path.empty(); // Windows has no call for a file that is closed; renaming orders it.
#else
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return false;
  }
  const bool flushed = ::fsync(descriptor) == 0;
  return ::close(descriptor) == 0 && flushed;
#endif
}

namespace {

/// A look-up touches pages all over the file; one after the other they cost a seek each.
void read_ahead(const std::string& path) {
#ifdef POSIX_FADV_WILLNEED
  // What a disk reads in less time than that. Of a larger file too much would be read in vain.
  constexpr std::uintmax_t largest = 64U << 20U;
  const auto size = file_size(path);
  const int descriptor = size && *size <= largest ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC) : -1;
  if (descriptor >= 0) {
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_WILLNEED);
    ::close(descriptor);
  }
#else
  (void)path;
#endif
}

} // namespace

base::Result<Connection> open_immutable(const std::string& path) {
  auto connection =
      open_with(immutable_uri(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX);
  if (connection) {
    read_ahead(path);
    // Not mapped: SQLite would check a mapped page's cells anew each time it is asked for, and a
    // file that is cut off meanwhile would end us. The cache holds what a large image asks for.
    execute(connection->get(), "PRAGMA mmap_size = 0; PRAGMA cache_size = -32768;"
                               "PRAGMA cell_size_check = ON;");
  }
  return connection;
}

base::Result<Connection> open_new(const std::string& path) {
  std::remove(path.c_str());
  return open_with("file:" + uri_escaped(path), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                    | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI);
}

base::Status execute(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return base::fail(sqlite3_errmsg(database));
  }
  return {};
}

base::Status write_compact(sqlite3* database, const std::string& path) {
  std::remove(path.c_str());
  auto statement = Statement::prepare(database, "VACUUM INTO ?");
  if (!statement) {
    return base::fail(statement.error().message);
  }
  statement->bind(0, "file:" + uri_escaped(path));
  const auto done = statement->step();
  return done ? base::Status{} : base::fail(done.error().message);
}

base::Result<Statement> Statement::prepare(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &raw, nullptr)
      != SQLITE_OK) {
    return base::fail(sqlite3_errmsg(database));
  }
  return Statement(raw);
}

void Statement::bind(int parameter, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), parameter + 1, text.data(), text.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
}

void Statement::bind_blob(int parameter, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), parameter + 1, bytes.data(), bytes.size(),
                      SQLITE_TRANSIENT);
}

void Statement::bind(int parameter, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), parameter + 1, number);
}

base::Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    return base::fail(sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
  }
  return code == SQLITE_ROW;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return data == nullptr ? std::string_view{}
                         : std::string_view(static_cast<const char*>(data), size);
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

} // namespace secaudit::vulns
