// SPDX-License-Identifier: Apache-2.0
#include "vulns/database.hpp"
#include "vulns/packing.hpp"
#include "vulns/schema.hpp"
#include "vulns/severity.hpp"
#include "vulns/sqlite.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <random>
#include <unordered_map>
#include <unordered_set>

namespace secaudit::vulns {
namespace {

// Random inserts into the keyed tables touch all of them; SQLite's own 2 MB would be read and
// written over and over.
constexpr const char* writing_pragmas =
    "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;";

bool is_cve(const std::string& name) {
  return name.starts_with("CVE-");
}

/// The names that join records to one fault. A record that stands for several CVEs joins none of
/// them to each other.
std::vector<std::string> joining_names(const Advisory& advisory) {
  std::vector<std::string> names = advisory.aliases;
  if (std::count_if(names.begin(), names.end(), is_cve) > 1) {
    return {};
  }
  if (advisory.upstream.size() == 1) {
    names.push_back(advisory.upstream.front());
  }
  std::erase(names, advisory.id);
  return names;
}

/// Rows go in one after the other; the first failure is the answer.
class Rows {
 public:
  explicit Rows(sqlite3* database, const char* sql)
      : statement_(Statement::prepare(database, sql)) {}

  bool ready() const { return statement_.has_value(); }

  template <typename... Values>
  base::Status put(const Values&... values) {
    statement_->reset();
    int column = 0;
    (bind(column++, values), ...);
    const auto done = statement_->step();
    return done ? base::Status{} : base::fail(done.error().message, "free some disk space");
  }

 private:
  struct Blob;
  void bind(int column, std::int64_t value) { statement_->bind(column, value); }
  void bind(int column, std::string_view value) { statement_->bind(column, value); }
  void bind(int column, const std::string& value) {
    statement_->bind(column, std::string_view(value));
  }
  void bind(int column, const std::vector<char>& value) {
    statement_->bind_blob(column, {value.data(), value.size()});
  }

  base::Result<Statement> statement_;
};

std::vector<char> blob(const std::string& bytes) {
  return {bytes.begin(), bytes.end()};
}

} // namespace

struct DatabaseWriter::Handle {
  std::string path;
  Connection connection;
  std::optional<Rows> advisory, affected, alias, rating, exploited, epss, mark_old, origin;
  std::int64_t advisories = 0;
  std::int64_t entries = 0;
  std::int64_t origins = 0;
  DatabaseStatus::Origin current;
  std::string epss_date;
  bool any_replaced = false;
  struct Known {
    std::int64_t id = 0;
    std::string modified;
  };
  std::unordered_map<std::string, Known> known;

  std::string temporary;
  void close() {
    for (auto* rows :
         {&advisory, &affected, &alias, &rating, &exploited, &epss, &mark_old, &origin}) {
      rows->reset();
    }
    connection.reset();
  }
  ~Handle() {
    close();
    std::remove(temporary.c_str());
  }

  bool prepare() {
    sqlite3* database = connection.get();
    advisory.emplace(database, "INSERT INTO advisory VALUES(?, ?, ?, ?, ?)");
    affected.emplace(database, "INSERT INTO affected VALUES(?, ?, ?, ?)");
    alias.emplace(database, "INSERT OR IGNORE INTO alias VALUES(?, ?, ?)");
    rating.emplace(database, "INSERT OR IGNORE INTO rating VALUES(?, ?, ?, ?, ?)");
    exploited.emplace(database, "INSERT OR REPLACE INTO exploited VALUES(?, ?)");
    epss.emplace(database, "INSERT OR REPLACE INTO epss VALUES(?, ?)");
    mark_old.emplace(database, "UPDATE advisory SET body = NULL WHERE id = ?");
    origin.emplace(database, "INSERT OR REPLACE INTO origin VALUES(?, ?, ?, ?, ?, ?)");
    return advisory->ready() && affected->ready() && alias->ready() && rating->ready()
           && exploited->ready() && epss->ready() && mark_old->ready() && origin->ready();
  }

  base::Status put_names(const Advisory& record, std::int64_t id) {
    const auto names = joining_names(record);
    const auto rated = rate(record, {});
    const auto rate_name = [&](const std::string& name, std::int64_t rank) {
      return rated ? rating->put(name, rank, id, model::to_string(rated->severity), rated->source)
                   : base::Status{};
    };
    base::Status done = rate_name(record.id, 0);
    for (const std::string& name : names) {
      done = done ? alias->put(record.id, name, id) : done;
      done = done ? alias->put(name, record.id, id) : done;
      done = done ? rate_name(name, 1) : done;
    }
    return done;
  }

  /// The entries of the advisories that were kept.
  base::Status keep_entries() {
    std::unordered_set<std::int64_t> kept;
    auto ids = Statement::prepare(connection.get(), "SELECT id FROM main.advisory");
    auto packages = Statement::prepare(connection.get(), "SELECT key, entries FROM old.package");
    auto row = ids ? ids->step() : base::Result<bool>(false);
    for (; row && *row; row = ids->step()) {
      kept.insert(ids->integer(0));
    }
    base::Status done;
    row = row && packages ? packages->step() : base::Result<bool>(base::fail("it is damaged"));
    for (; row && *row && done; row = packages->step()) {
      const auto all = split_entries(packages->bytes(1));
      for (const PackedEntry& entry : all.value_or(std::vector<PackedEntry>{})) {
        if (done && kept.contains(entry.advisory)) {
          done = affected->put(packages->bytes(0), entry.advisory, ++entries,
                               blob(std::string(entry.affected)));
        }
      }
      done = all ? done : base::fail("it is damaged");
    }
    return row ? done : base::fail(row.error().message);
  }

  /// One row a package: a look-up reads its entries in one piece.
  base::Status pack_entries() {
    sqlite3* database = connection.get();
    auto rows =
        Statement::prepare(database, "SELECT key, advisory, body FROM affected ORDER BY key,"
                                     " advisory, entry");
    Rows packages(database, "INSERT INTO package VALUES(?, ?)");
    if (!rows || !packages.ready()) {
      return base::fail(sqlite3_errmsg(database));
    }
    std::string key;
    std::string package;
    base::Status done;
    const auto flush = [&] { return package.empty() ? done : packages.put(key, blob(package)); };
    auto row = rows->step();
    for (; row && *row && done; row = rows->step()) {
      if (rows->bytes(0) != key) {
        done = flush();
        key = rows->bytes(0);
        package.clear();
      }
      append({rows->integer(1), rows->bytes(2)}, package);
    }
    done = done ? flush() : done;
    return row ? done : base::fail(row.error().message);
  }

  /// After a merge: ids go on above those that are there.
  base::Status count_kept() {
    auto rows = Statement::prepare(connection.get(), "SELECT id, name, modified FROM advisory");
    auto last = Statement::prepare(connection.get(),
                                   "SELECT (SELECT coalesce(max(entry), 0) FROM affected), (SELECT"
                                   " coalesce(max(id), 0) FROM origin)");
    if (!rows || !last) {
      return base::fail("the kept database cannot be read");
    }
    auto row = rows->step();
    for (; row && *row; row = rows->step()) {
      advisories = std::max(advisories, rows->integer(0));
      known[std::string(rows->bytes(1))] = {rows->integer(0), std::string(rows->bytes(2))};
    }
    const auto one = last->step();
    if (!row || !one || !*one) {
      return base::fail("the kept database cannot be read");
    }
    entries = last->integer(0);
    origins = last->integer(1);
    return {};
  }
};

DatabaseWriter::DatabaseWriter(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
DatabaseWriter::~DatabaseWriter() = default;
DatabaseWriter::DatabaseWriter(DatabaseWriter&&) noexcept = default;
DatabaseWriter& DatabaseWriter::operator=(DatabaseWriter&&) noexcept = default;

base::Result<DatabaseWriter> DatabaseWriter::create(const std::string& path) {
  auto handle = std::make_unique<Handle>();
  handle->path = path;
  // Two imports at once must not write into one file.
  handle->temporary = path + "." + std::to_string(std::random_device()()) + ".new";
  auto connection = open_new(handle->temporary);
  if (!connection) {
    return base::fail(path + ": " + connection.error().message,
                      "name a folder that can be written to");
  }
  handle->connection = std::move(*connection);
  sqlite3* database = handle->connection.get();
  if (!execute(database, writing_pragmas) || !execute(database, schema_text)
      || !execute(database, writing_schema_text) || !handle->prepare()
      || !execute(database, "BEGIN")) {
    return base::fail(path + ": " + sqlite3_errmsg(database),
                      "name a folder that can be written to");
  }
  return DatabaseWriter(std::move(handle));
}

base::Status DatabaseWriter::keep(const std::string& existing,
                                  const std::vector<std::string>& except) {
  sqlite3* database = handle_->connection.get();
  // ATTACH is refused inside a transaction.
  base::Status done = execute(database, "COMMIT");
  auto attach = Statement::prepare(database, "ATTACH ? AS old");
  if (!done || !attach) {
    return base::fail(existing + ": " + sqlite3_errmsg(database));
  }
  attach->bind(0, immutable_uri(existing));
  if (const auto attached = attach->step(); !attached) {
    return base::fail(existing + ": " + attached.error().message, rebuild_hint);
  }
  attach->reset();
  done = execute(database, "BEGIN; CREATE TEMP TABLE gone(name TEXT PRIMARY KEY)");
  auto gone = Rows(database, "INSERT OR IGNORE INTO gone VALUES(?)");
  for (const std::string& name : except) {
    done = done && gone.ready() ? gone.put(name) : done;
  }
  done = done ? execute(database,
                        "INSERT INTO origin SELECT * FROM old.origin WHERE name NOT IN gone;"
                        "INSERT INTO advisory SELECT * FROM old.advisory WHERE origin IN"
                        " (SELECT id FROM origin);"
                        "INSERT INTO alias SELECT f.* FROM old.alias f JOIN main.advisory a"
                        " ON a.id = f.advisory;"
                        "INSERT INTO rating SELECT f.* FROM old.rating f JOIN main.advisory a"
                        " ON a.id = f.advisory;"
                        "INSERT INTO exploited SELECT * FROM old.exploited;"
                        "INSERT INTO epss SELECT * FROM old.epss;"
                        "INSERT INTO meta SELECT * FROM old.meta WHERE name = 'epss_date';"
                        "DROP TABLE gone")
              : done;
  done = done ? handle_->keep_entries() : done;
  done = done ? execute(database, "COMMIT; DETACH old; BEGIN") : done;
  if (!done) {
    return base::fail(existing + ": " + done.error().message,
                      "start a new one: docker secaudit db import --replace FILE|DIR");
  }
  return handle_->count_kept();
}

base::Status DatabaseWriter::begin_origin(const DatabaseStatus::Origin& origin) {
  handle_->current = origin;
  ++handle_->origins;
  return end_origin(0, 0);
}

base::Status DatabaseWriter::end_origin(std::uint64_t advisories, std::uint64_t skipped) {
  const DatabaseStatus::Origin& origin = handle_->current;
  return handle_->origin->put(handle_->origins, origin.name, origin.imported, origin.sha256,
                              static_cast<std::int64_t>(advisories),
                              static_cast<std::int64_t>(skipped));
}

base::Status DatabaseWriter::add(const Advisory& advisory) {
  auto& known = handle_->known[advisory.id];
  if (known.id != 0) {
    if (advisory.modified <= known.modified) {
      return {};
    }
    handle_->any_replaced = true;
    if (const auto marked = handle_->mark_old->put(known.id); !marked) {
      return marked;
    }
  }
  const std::int64_t id = ++handle_->advisories;
  known = {id, advisory.modified};
  base::Status done = handle_->advisory->put(id, handle_->origins, advisory.id, advisory.modified,
                                             blob(pack(advisory)));
  for (const Affected& affected : advisory.affected) {
    if (done && !affected.name.empty() && !advisory.withdrawn) {
      done = handle_->affected->put(key_of(affected.ecosystem, affected.name), id,
                                    ++handle_->entries, blob(pack(affected)));
    }
  }
  return done && !advisory.withdrawn ? handle_->put_names(advisory, id) : done;
}

base::Status DatabaseWriter::add_exploited(std::string_view cve, std::string_view since) {
  return handle_->exploited->put(cve, since);
}

base::Status DatabaseWriter::add_epss(std::string_view cve, double score) {
  return handle_->epss->put(cve, static_cast<std::int64_t>(std::llround(score * epss_unit)));
}

base::Status DatabaseWriter::set_epss_date(std::string_view date) {
  handle_->epss_date = date;
  return {};
}

base::Status DatabaseWriter::finish(std::string_view built) {
  sqlite3* database = handle_->connection.get();
  if (handle_->any_replaced) {
    const auto done =
        execute(database,
                "DELETE FROM affected WHERE advisory IN (SELECT id FROM advisory WHERE body IS"
                " NULL);"
                "DELETE FROM alias WHERE advisory IN (SELECT id FROM advisory WHERE body IS NULL);"
                "DELETE FROM rating WHERE advisory IN (SELECT id FROM advisory WHERE body IS"
                " NULL);"
                "DELETE FROM advisory WHERE body IS NULL");
    if (!done) {
      return done;
    }
  }
  base::Status done = execute(
      database, "INSERT INTO source SELECT substr(f.key, 1, instr(f.key, char(10)) - 1) AS e,"
                " count(DISTINCT f.advisory), max(a.modified) FROM affected f JOIN advisory a"
                " ON a.id = f.advisory GROUP BY e");
  {
    Rows meta(database, "INSERT OR REPLACE INTO meta VALUES(?, ?)");
    for (const auto& [name, value] : std::array<std::pair<std::string_view, std::string_view>, 3>{
             {{"format", format_version}, {"built", built}, {"epss_date", handle_->epss_date}}}) {
      done = done && meta.ready() && !value.empty() ? meta.put(name, value) : done;
    }
  }
  done = done ? handle_->pack_entries() : done;
  handle_->affected.reset();
  done = done ? execute(database, "DROP TABLE affected; COMMIT") : done;
  // Rows came in by record, and are asked for by package.
  const std::string compact = handle_->temporary + ".compact";
  done = done ? write_compact(database, compact) : done;
  handle_->close();
  std::remove(handle_->temporary.c_str());
  handle_->temporary = compact;
  if (!done) {
    return base::fail(done.error().message, "free some disk space");
  }
  if (!flush_file(handle_->temporary)
      || std::rename(handle_->temporary.c_str(), handle_->path.c_str()) != 0) {
    return base::fail(handle_->path + ": cannot be replaced",
                      "look at the rights of its folder and the free space");
  }
  return {};
}

} // namespace secaudit::vulns
