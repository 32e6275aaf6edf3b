// SPDX-License-Identifier: Apache-2.0
#include "plugin/result_store.hpp"

#include "base/date.hpp"
#include "base/digest.hpp"
#include "base/limits.hpp"
#include "vulns/sqlite.hpp"

#include <sqlite3.h>

namespace secaudit::plugin {
namespace {

// An entry is what a layer boils down to; a million files take 40 MB.
constexpr std::size_t largest_entry = 256 * limits::mib;
// What was not used for longest goes first.
constexpr std::int64_t most_bytes = static_cast<std::int64_t>(1) << 30;

constexpr const char* tables =
    "PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=2000;"
    "CREATE TABLE IF NOT EXISTS results(key TEXT PRIMARY KEY, digest TEXT NOT NULL,"
    " used INTEGER NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;";

std::optional<std::string> cache_folder(const host::Host& host) {
  if (const auto set = host.env("XDG_CACHE_HOME"); set && set->starts_with('/')) {
    return *set + "/docker-secaudit";
  }
  const auto home = host.env("HOME");
  return home && home->starts_with('/') ? std::optional(*home + "/.cache/docker-secaudit")
                                        : std::nullopt;
}

vulns::Connection connect(const std::string& path) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &database,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW
                                       | SQLITE_OPEN_PRIVATECACHE,
                                   nullptr);
  vulns::Connection connection(database);
  if (code != SQLITE_OK) {
    return nullptr;
  }
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, static_cast<int>(largest_entry));
  sqlite3_busy_timeout(database, 2000);
  return vulns::execute(database, tables) ? std::move(connection) : nullptr;
}

std::string digest_of(std::string_view key, std::string_view bytes) {
  base::Sha256 hash;
  hash.update(key);
  hash.update(std::string_view("\n"));
  hash.update(bytes);
  return hash.hex();
}

} // namespace

struct ResultStore::State {
  vulns::Connection database;
  std::int64_t today = 0;
  const host::Host* host = nullptr;
  std::string path;
  bool damaged = false; ///< what SQLite itself refuses: the file is begun anew at the end
};

ResultStore::ResultStore(std::unique_ptr<State> state) : state_(std::move(state)) {}

ResultStore::~ResultStore() {
  if (state_->damaged) {
    state_->database.reset();
    static_cast<void>(state_->host->write_file(state_->path, "", 0600));
  }
}

std::unique_ptr<ResultStore> ResultStore::open(const host::Host& host) {
  const auto folder = cache_folder(host);
  if (!folder || !host.make_directory(*folder, 0700)) {
    return nullptr;
  }
  const std::string path = *folder + "/results.db";
  vulns::Connection database = connect(path);
  if (!database) {
    // A damaged file is worth nothing: start anew once.
    if (!host.write_file(path, "", 0600)) {
      return nullptr;
    }
    database = connect(path);
  }
  if (!database) {
    return nullptr;
  }
  auto state = std::make_unique<State>();
  state->database = std::move(database);
  state->host = &host;
  state->path = path;
  state->today = base::days_between(base::Date{1970, 1, 1}, host.today());
  return std::unique_ptr<ResultStore>(new ResultStore(std::move(state)));
}

std::optional<std::string> ResultStore::get(const std::string& key) {
  sqlite3* database = state_->database.get();
  auto statement =
      vulns::Statement::prepare(database, "SELECT digest, bytes FROM results WHERE key = ?");
  if (!statement) {
    return std::nullopt;
  }
  statement->bind(0, key);
  const auto row = statement->step();
  state_->damaged = state_->damaged || !row;
  if (!row || !*row) {
    return std::nullopt;
  }
  const std::string digest(statement->bytes(0));
  std::string bytes(statement->bytes(1));
  if (digest != digest_of(key, bytes)) {
    return std::nullopt;
  }
  if (auto touch =
          vulns::Statement::prepare(database, "UPDATE results SET used = ? WHERE key = ?")) {
    touch->bind(0, state_->today);
    touch->bind(1, key);
    static_cast<void>(touch->step());
  }
  return bytes;
}

void ResultStore::put(const std::string& key, std::string_view bytes) {
  if (bytes.size() > largest_entry) {
    return;
  }
  sqlite3* database = state_->database.get();
  auto insert = vulns::Statement::prepare(
      database, "INSERT OR REPLACE INTO results(key, digest, used, size, bytes) VALUES(?,?,?,?,?)");
  if (!insert) {
    return;
  }
  insert->bind(0, key);
  const std::string digest = digest_of(key, bytes);
  insert->bind(1, digest);
  insert->bind(2, state_->today);
  insert->bind(3, static_cast<std::int64_t>(bytes.size()));
  insert->bind_blob(4, bytes);
  if (!insert->step()) {
    state_->damaged = true;
    return;
  }
  auto forget = vulns::Statement::prepare(
      database, "DELETE FROM results WHERE key IN (SELECT key FROM (SELECT key, SUM(size) OVER "
                "(ORDER BY used DESC, key) AS total FROM results) WHERE total > ?)");
  if (forget) {
    forget->bind(0, most_bytes);
    static_cast<void>(forget->step());
  }
}

std::string program_fingerprint(const host::Host& host) {
  base::Sha256 hash;
  hash.update(std::string_view(SECAUDIT_VERSION));
  if (const auto program = host.open("/proc/self/exe")) {
    std::vector<char> buffer(256 * limits::kib);
    for (auto got = (*program)->read(buffer); got && *got > 0; got = (*program)->read(buffer)) {
      hash.update(buffer.data(), *got);
    }
  }
  return hash.hex().substr(0, 16);
}

} // namespace secaudit::plugin
