// SPDX-License-Identifier: Apache-2.0
#include "vulns/database.hpp"

#include "vulns/ecosystem.hpp"
#include "vulns/packing.hpp"
#include "vulns/sqlite.hpp"

#include <sqlite3.h>

#include <cstdio>
#include <map>
#include <optional>
#include <set>

namespace secaudit::vulns {
namespace {

constexpr std::string_view format_version = "1";

std::string key_of(std::string_view ecosystem, std::string_view name) {
  return std::string(ecosystem) + '\n' + normalised_name(ecosystem, name);
}

std::string family(std::string_view ecosystem) {
  return std::string(ecosystem.substr(0, ecosystem.find(':')));
}

base::Result<std::string> read_meta(sqlite3* database, std::string_view name) {
  auto statement = Statement::prepare(database, "SELECT value FROM meta WHERE name = ?");
  if (!statement) {
    return base::fail(statement.error().message);
  }
  statement->bind(0, name);
  const auto row = statement->step();
  if (!row) {
    return base::fail(row.error().message);
  }
  return *row ? std::string(statement->bytes(0)) : std::string();
}

} // namespace

struct Database::Handle {
  Connection connection;
  std::optional<Statement> find;
};

Database::Database(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

base::Result<Database> Database::open(const std::string& path) {
  constexpr const char* hint = "build a new one: docker secaudit db import FILE|DIR";
  auto connection = open_immutable(path);
  if (!connection) {
    return base::fail(path + ": " + connection.error().message, hint);
  }
  const auto version = read_meta(connection->get(), "format");
  if (!version) {
    return base::fail(path + ": no advisory database (" + version.error().message + ")", hint);
  }
  if (*version != format_version) {
    return base::fail(path + ": an advisory database of another format (" + *version + ")", hint);
  }
  auto handle = std::make_unique<Handle>();
  auto statement =
      Statement::prepare(connection->get(), "SELECT a.body, f.body FROM affected f "
                                            "JOIN advisory a ON a.id = f.advisory WHERE f.key = ?");
  if (!statement) {
    return base::fail(path + ": " + statement.error().message, hint);
  }
  handle->find = std::move(*statement);
  handle->connection = std::move(*connection);
  return Database(std::move(handle));
}

base::Result<std::vector<Hit>> Database::find(std::string_view ecosystem,
                                              std::string_view name) const {
  std::vector<Hit> hits;
  std::set<std::string> keys{key_of(ecosystem, name), key_of(family(ecosystem), name)};
  Statement& statement = *handle_->find;
  for (const std::string& key : keys) {
    statement.reset();
    statement.bind(0, key);
    for (;;) {
      const auto row = statement.step();
      if (!row) {
        return base::fail(row.error().message);
      }
      if (!*row) {
        break;
      }
      auto advisory = unpack_advisory(statement.bytes(0));
      auto affected = unpack_affected(statement.bytes(1));
      if (!advisory || !affected) {
        return base::fail("the advisory database is damaged",
                          "build a new one: docker secaudit db import FILE|DIR");
      }
      affected->ecosystem = std::string(ecosystem);
      affected->name = std::string(name);
      hits.push_back({std::move(*advisory), std::move(*affected)});
    }
  }
  return hits;
}

base::Result<DatabaseStatus> Database::status() const {
  DatabaseStatus status;
  sqlite3* database = handle_->connection.get();
  const auto built = read_meta(database, "built");
  auto counts = Statement::prepare(database, "SELECT (SELECT count(*) FROM advisory), "
                                             "(SELECT count(DISTINCT key) FROM affected)");
  auto sources = Statement::prepare(
      database, "SELECT ecosystem, advisories, newest FROM source ORDER BY ecosystem");
  if (!built || !counts || !sources) {
    return base::fail("the advisory database is damaged");
  }
  status.built = *built;
  if (const auto row = counts->step(); row && *row) {
    status.advisories = static_cast<std::uint64_t>(counts->integer(0));
    status.packages = static_cast<std::uint64_t>(counts->integer(1));
  }
  for (auto row = sources->step(); row && *row; row = sources->step()) {
    status.sources.push_back({std::string(sources->bytes(0)),
                              static_cast<std::uint64_t>(sources->integer(1)),
                              std::string(sources->bytes(2))});
  }
  return status;
}

struct DatabaseWriter::Handle {
  std::string path;
  Connection connection;
  std::optional<Statement> add_advisory;
  std::optional<Statement> add_affected;
  std::int64_t advisories = 0;
  std::int64_t entries = 0;
  std::map<std::string, DatabaseStatus::Source> sources;

  std::string temporary() const { return path + ".new"; }
  ~Handle() {
    add_advisory.reset();
    add_affected.reset();
    connection.reset();
    std::remove(temporary().c_str());
  }
};

DatabaseWriter::DatabaseWriter(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
DatabaseWriter::~DatabaseWriter() = default;
DatabaseWriter::DatabaseWriter(DatabaseWriter&&) noexcept = default;
DatabaseWriter& DatabaseWriter::operator=(DatabaseWriter&&) noexcept = default;

base::Result<DatabaseWriter> DatabaseWriter::create(const std::string& path) {
  auto handle = std::make_unique<Handle>();
  handle->path = path;
  auto connection = open_new(handle->temporary());
  if (!connection) {
    return base::fail(path + ": " + connection.error().message,
                      "name a folder that can be written to");
  }
  handle->connection = std::move(*connection);
  sqlite3* database = handle->connection.get();
  const auto made = execute(
      database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;"
                "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
                "CREATE TABLE source(ecosystem TEXT PRIMARY KEY, advisories INTEGER, newest TEXT)"
                " WITHOUT ROWID;"
                "CREATE TABLE advisory(id INTEGER PRIMARY KEY, body BLOB);"
                "CREATE TABLE affected(key TEXT, advisory INTEGER, entry INTEGER, body BLOB,"
                " PRIMARY KEY(key, advisory, entry)) WITHOUT ROWID;"
                "BEGIN;");
  auto advisory = Statement::prepare(database, "INSERT INTO advisory VALUES(?, ?)");
  auto affected = Statement::prepare(database, "INSERT INTO affected VALUES(?, ?, ?, ?)");
  if (!made || !advisory || !affected) {
    return base::fail(path + ": " + sqlite3_errmsg(database));
  }
  handle->add_advisory = std::move(*advisory);
  handle->add_affected = std::move(*affected);
  return DatabaseWriter(std::move(handle));
}

base::Status DatabaseWriter::add(const Advisory& advisory) {
  Statement& add_advisory = *handle_->add_advisory;
  const std::int64_t id = ++handle_->advisories;
  add_advisory.reset();
  add_advisory.bind(0, id);
  add_advisory.bind_blob(1, pack(advisory));
  if (const auto done = add_advisory.step(); !done) {
    return base::fail(done.error().message);
  }
  std::set<std::string> families;
  Statement& add_affected = *handle_->add_affected;
  for (const Affected& affected : advisory.affected) {
    if (affected.name.empty()) {
      continue;
    }
    families.insert(family(affected.ecosystem));
    add_affected.reset();
    add_affected.bind(0, key_of(affected.ecosystem, affected.name));
    add_affected.bind(1, id);
    add_affected.bind(2, ++handle_->entries);
    add_affected.bind_blob(3, pack(affected));
    if (const auto done = add_affected.step(); !done) {
      return base::fail(done.error().message);
    }
  }
  for (const std::string& name : families) {
    DatabaseStatus::Source& source = handle_->sources[name];
    ++source.advisories;
    source.newest = std::max(source.newest, advisory.modified);
  }
  return {};
}

base::Status DatabaseWriter::finish(std::string_view built) {
  sqlite3* database = handle_->connection.get();
  auto meta = Statement::prepare(database, "INSERT INTO meta VALUES(?, ?)");
  auto source = Statement::prepare(database, "INSERT INTO source VALUES(?, ?, ?)");
  if (!meta || !source) {
    return base::fail(sqlite3_errmsg(database));
  }
  for (const auto& [name, value] :
       {std::pair<std::string_view, std::string_view>{"format", format_version},
        std::pair<std::string_view, std::string_view>{"built", built}}) {
    meta->reset();
    meta->bind(0, name);
    meta->bind(1, value);
    if (const auto done = meta->step(); !done) {
      return base::fail(done.error().message);
    }
  }
  for (const auto& [name, counted] : handle_->sources) {
    source->reset();
    source->bind(0, name);
    source->bind(1, static_cast<std::int64_t>(counted.advisories));
    source->bind(2, counted.newest);
    if (const auto done = source->step(); !done) {
      return base::fail(done.error().message);
    }
  }
  if (const auto done = execute(database, "COMMIT; PRAGMA optimize;"); !done) {
    return base::fail(done.error().message, "free some disk space");
  }
  handle_->add_advisory.reset();
  handle_->add_affected.reset();
  *meta = std::move(*Statement::prepare(database, "SELECT 1"));
  *source = std::move(*Statement::prepare(database, "SELECT 1"));
  handle_->connection.reset();
  if (std::rename(handle_->temporary().c_str(), handle_->path.c_str()) != 0) {
    return base::fail(handle_->path + ": cannot be replaced");
  }
  return {};
}

} // namespace secaudit::vulns
