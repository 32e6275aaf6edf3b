// SPDX-License-Identifier: Apache-2.0
#include "vulns/database.hpp"

#include "vulns/matching.hpp"
#include "vulns/packing.hpp"
#include "vulns/schema.hpp"
#include "vulns/sqlite.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace secaudit::vulns {
namespace {

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

tl::unexpected<base::Error> damaged() {
  return base::fail("the advisory database is damaged", rebuild_hint);
}

/// A file that was cut off would answer like a smaller database where the missing pages are not
/// asked for.
base::Status whole(sqlite3* database, const std::string& path) {
  const auto number = [&](const char* pragma) -> std::int64_t {
    auto statement = Statement::prepare(database, pragma);
    const auto row = statement ? statement->step() : base::Result<bool>(false);
    return row && *row ? statement->integer(0) : -1;
  };
  const std::int64_t expected = number("PRAGMA page_count") * number("PRAGMA page_size");
  const auto size = file_size(path);
  if (!size || static_cast<std::int64_t>(*size) < expected) {
    return base::fail(path + ": the advisory database is cut off", rebuild_hint);
  }
  return {};
}

} // namespace

struct Database::Handle {
  Connection connection;
  std::string built;
  std::set<std::string, std::less<>> ecosystems;
  std::optional<Statement> entries;
  std::optional<Statement> advisory;
  std::optional<Statement> aliases;
  std::optional<Statement> rating;
  std::optional<Statement> exploited;
  std::optional<Statement> epss;

  base::Status prepare() {
    const std::array<std::pair<std::optional<Statement>*, const char*>, 6> all{{
        {&entries, "SELECT entries FROM package WHERE key = ?"},
        {&advisory, "SELECT body FROM advisory WHERE id = ?"},
        {&aliases, "SELECT DISTINCT other FROM alias WHERE name = ?"},
        {&rating, "SELECT severity, source FROM rating WHERE name = ? ORDER BY rank LIMIT 1"},
        {&exploited, "SELECT since FROM exploited WHERE cve = ?"},
        {&epss, "SELECT score FROM epss WHERE cve = ?"},
    }};
    for (const auto& [target, sql] : all) {
      auto statement = Statement::prepare(connection.get(), sql);
      if (!statement) {
        return base::fail(statement.error().message);
      }
      *target = std::move(*statement);
    }
    auto sources = Statement::prepare(connection.get(), "SELECT ecosystem FROM source");
    if (!sources) {
      return base::fail(sources.error().message);
    }
    auto row = sources->step();
    for (; row && *row; row = sources->step()) {
      ecosystems.emplace(sources->bytes(0));
    }
    return row ? base::Status{} : base::fail(row.error().message);
  }

  /// Adds the entries of a key that are wanted, of which `wanted` may say that they are damaged.
  template <typename Wanted>
  base::Status collect(std::string_view ecosystem, std::string_view name, const Wanted& wanted,
                       std::vector<Entry>& found) {
    if (!ecosystems.contains(ecosystem)) {
      return {};
    }
    const std::string key = key_of(ecosystem, name);
    entries->reset();
    entries->bind(0, key);
    const auto row = entries->step();
    if (!row || !*row) {
      return row ? base::Status{} : base::fail(row.error().message, rebuild_hint);
    }
    const auto all = split_entries(entries->bytes(0));
    for (const PackedEntry& each : all.value_or(std::vector<PackedEntry>{})) {
      const std::optional<bool> take = wanted(each.affected);
      auto affected = take == true ? unpack_affected(each.affected) : std::nullopt;
      if (!take || (*take && !affected)) {
        return damaged();
      }
      if (affected) {
        found.push_back({each.advisory, std::move(*affected)});
      }
    }
    return all ? base::Status{} : damaged();
  }

  template <typename Wanted>
  base::Result<std::vector<Entry>> look_up(std::string_view ecosystem, std::string_view name,
                                           const Wanted& wanted) {
    std::vector<Entry> found;
    const std::string_view family = family_of(ecosystem);
    base::Status done = collect(ecosystem, name, wanted, found);
    if (done && family != ecosystem) {
      done = collect(family, name, wanted, found);
    }
    if (!done) {
      return tl::unexpected(done.error());
    }
    for (Entry& entry : found) {
      entry.affected.ecosystem = ecosystem;
      entry.affected.name = name;
    }
    return found;
  }
};

Database::Database(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

base::Result<Database> Database::open(const std::string& path) {
  auto connection = open_immutable(path);
  if (!connection) {
    return base::fail(path + ": " + connection.error().message, rebuild_hint);
  }
  const auto version = read_meta(connection->get(), "format");
  if (!version || version->empty()) {
    return base::fail(path + ": no advisory database ("
                          + (version ? "it names no format" : version.error().message) + ")",
                      rebuild_hint);
  }
  if (*version != format_version) {
    return base::fail(path + ": an advisory database of format " + *version
                          + ", this program reads format " + std::string(format_version),
                      rebuild_hint);
  }
  if (const auto complete = whole(connection->get(), path); !complete) {
    return tl::unexpected(complete.error());
  }
  auto handle = std::make_unique<Handle>();
  const auto built = read_meta(connection->get(), "built");
  handle->built = built ? *built : "";
  handle->connection = std::move(*connection);
  if (const auto ready = handle->prepare(); !ready) {
    return base::fail(path + ": " + ready.error().message, rebuild_hint);
  }
  return Database(std::move(handle));
}

base::Result<std::vector<Entry>> Database::entries(std::string_view ecosystem,
                                                   std::string_view name) const {
  return handle_->look_up(ecosystem, name, [](std::string_view) { return std::optional(true); });
}

base::Result<std::vector<Entry>> Database::holding(std::string_view ecosystem,
                                                   std::string_view name,
                                                   std::string_view version) const {
  const AskedVersion asked(scheme_of(ecosystem), version);
  return handle_->look_up(ecosystem, name,
                          [&](std::string_view affected) { return is_affected(affected, asked); });
}

base::Result<Advisory> Database::advisory(const Entry& entry) const {
  Statement& statement = *handle_->advisory;
  statement.reset();
  statement.bind(0, entry.advisory);
  const auto row = statement.step();
  auto advisory = row && *row ? unpack_advisory(statement.bytes(0)) : std::nullopt;
  return advisory ? base::Result<Advisory>(std::move(*advisory)) : damaged();
}

base::Result<std::vector<Hit>> Database::affecting(std::string_view ecosystem,
                                                   std::string_view name,
                                                   std::string_view version) const {
  auto all = holding(ecosystem, name, version);
  if (!all) {
    return tl::unexpected(all.error());
  }
  std::vector<Hit> hits;
  for (Entry& entry : *all) {
    auto record = advisory(entry);
    if (!record) {
      return tl::unexpected(record.error());
    }
    hits.push_back({std::move(*record), std::move(entry.affected)});
  }
  return hits;
}

bool Database::covers(std::string_view ecosystem) const {
  return handle_->ecosystems.contains(ecosystem)
         || handle_->ecosystems.contains(family_of(ecosystem));
}

const std::string& Database::built() const {
  return handle_->built;
}

std::string Database::data_date() const {
  // A handful of records says nothing about the age of a dump: one may bear any date.
  for (const char* sql : {"SELECT max(newest) FROM source WHERE advisories >= 50",
                          "SELECT max(newest) FROM source"}) {
    auto statement = Statement::prepare(handle_->connection.get(), sql);
    const auto row = statement ? statement->step() : base::Result<bool>(false);
    const std::string newest(row && *row ? statement->bytes(0) : std::string_view{});
    if (!newest.empty()) {
      return std::min(newest, handle_->built);
    }
  }
  return handle_->built;
}

base::Result<NameFacts> Database::about(std::string_view name) const {
  NameFacts facts;
  bool fine = true;
  const auto each = [&](Statement& statement, const auto& take) {
    statement.reset();
    statement.bind(0, name);
    auto row = statement.step();
    for (; row && *row; row = statement.step()) {
      take(statement);
    }
    fine = fine && row.has_value();
  };
  each(*handle_->aliases, [&](Statement& s) { facts.aliases.emplace_back(s.bytes(0)); });
  each(*handle_->rating, [&](Statement& s) {
    facts.severity = s.bytes(0);
    facts.severity_source = s.bytes(1);
  });
  if (name.starts_with("CVE-")) {
    each(*handle_->exploited, [&](Statement& s) { facts.exploited_since = s.bytes(0); });
    each(*handle_->epss,
         [&](Statement& s) { facts.epss = static_cast<double>(s.integer(0)) / epss_unit; });
  }
  if (!fine) {
    return damaged();
  }
  return facts;
}

base::Result<DatabaseStatus> Database::status() const {
  DatabaseStatus status;
  sqlite3* database = handle_->connection.get();
  const auto epss_date = read_meta(database, "epss_date");
  auto counts = Statement::prepare(
      database, "SELECT (SELECT count(*) FROM advisory), (SELECT count(*) FROM"
                " package), (SELECT count(*) FROM exploited), (SELECT count(*) FROM epss)");
  auto sources = Statement::prepare(
      database, "SELECT ecosystem, advisories, newest FROM source ORDER BY ecosystem");
  auto origins = Statement::prepare(database, "SELECT name, imported, sha256, advisories, skipped"
                                              " FROM origin ORDER BY name");
  const auto counted = counts ? counts->step() : base::Result<bool>(false);
  if (!epss_date || !counted || !*counted || !sources || !origins) {
    return damaged();
  }
  const auto number = [](const Statement& statement, int column) {
    return static_cast<std::uint64_t>(statement.integer(column));
  };
  status.built = handle_->built;
  status.epss_date = *epss_date;
  status.advisories = number(*counts, 0);
  status.packages = number(*counts, 1);
  status.exploited = number(*counts, 2);
  status.epss = number(*counts, 3);
  auto row = sources->step();
  for (; row && *row; row = sources->step()) {
    status.sources.push_back(
        {std::string(sources->bytes(0)), number(*sources, 1), std::string(sources->bytes(2))});
  }
  auto origin = origins->step();
  for (; origin && *origin; origin = origins->step()) {
    status.origins.push_back({std::string(origins->bytes(0)), std::string(origins->bytes(1)),
                              std::string(origins->bytes(2)), number(*origins, 3),
                              number(*origins, 4)});
  }
  if (!row || !origin) {
    return damaged();
  }
  return status;
}

base::Status Database::check() const {
  auto statement = Statement::prepare(handle_->connection.get(), "PRAGMA integrity_check(1)");
  const auto row = statement ? statement->step() : base::Result<bool>(false);
  if (!row || !*row) {
    return damaged();
  }
  if (statement->bytes(0) != "ok") {
    return base::fail("the advisory database is damaged: " + std::string(statement->bytes(0)),
                      rebuild_hint);
  }
  return {};
}

} // namespace secaudit::vulns
