// SPDX-License-Identifier: Apache-2.0
#include "plugin/db_file.hpp"

#include "vulns/database.hpp"

#include <algorithm>

#include "plugin/database_path.hpp"

namespace secaudit::plugin {
namespace {

constexpr unsigned folder_mode = 0755;

base::Status keep_old(const std::string& file, const std::vector<vulns::ImportFile>& files,
                      vulns::DatabaseWriter& writer) {
  auto old = vulns::Database::open(file);
  if (!old) {
    return base::fail(old.error().message,
                      "start a new one: docker secaudit db import --replace FILE|DIR");
  }
  std::vector<std::string> replaced;
  for (const vulns::ImportFile& each : files) {
    // Loose records replace each other by id only: they are never a whole ecosystem.
    if (each.origin != vulns::loose_records) {
      replaced.push_back(each.origin);
    }
  }
  return writer.keep(file, replaced);
}

} // namespace

std::string time_stamp(const Session& session) {
  return base::to_string(as_of(session)) + "T00:00:00Z";
}

base::Result<vulns::ImportResult>
build_database(const Session& session, const std::vector<vulns::ImportFile>& files, bool replace) {
  const std::string file = database_path(session.host, session.options.database.file).file;
  if (file.empty()) {
    return base::fail("there is no folder for the database", "name a file with --db");
  }
  const std::size_t slash = file.rfind('/');
  if (slash != std::string::npos && slash > 0) {
    if (auto made = session.host.make_directory(file.substr(0, slash), folder_mode); !made) {
      return tl::unexpected(made.error());
    }
  }
  auto writer = vulns::DatabaseWriter::create(file);
  if (!writer) {
    return tl::unexpected(writer.error());
  }
  if (!replace && session.host.stat(file)) {
    if (auto kept = keep_old(file, files, *writer); !kept) {
      return tl::unexpected(kept.error());
    }
  }
  const auto cancelled = [&session] { return session.host.cancelled(); };
  auto result = vulns::import_all(files, time_stamp(session), cancelled, *writer);
  if (!result) {
    return result;
  }
  if (auto finished = writer->finish(time_stamp(session)); !finished) {
    return tl::unexpected(finished.error());
  }
  return result;
}

} // namespace secaudit::plugin
