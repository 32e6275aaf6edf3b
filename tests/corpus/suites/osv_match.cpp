// SPDX-License-Identifier: Apache-2.0
// osv-match/<ecosystem>.jsonl: queries with the advisories that affect the version, against
// data/osv; *.dpkg-status: a whole Debian, package by package.
#include "base/json.hpp"
#include "image/inventory/inventory.hpp"
#include "vulns/database.hpp"
#include "vulns/import.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <set>

#include <unistd.h>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

constexpr const char* ecosystems[] = {"AlmaLinux", "Alpine", "Debian",    "Go",
                                      "Maven",     "PyPI",   "crates.io", "npm"};

std::set<std::string> answer(const vulns::Database& database, const std::string& ecosystem,
                             const std::string& name, const std::string& version) {
  std::set<std::string> ids;
  const auto hits = database.affecting(ecosystem, name, version);
  for (const vulns::Hit& hit : hits ? *hits : std::vector<vulns::Hit>{}) {
    ids.insert(hit.advisory.id);
  }
  return ids;
}

std::set<std::string> expected(const boost::json::value& row) {
  std::set<std::string> ids;
  for (const boost::json::value& id : base::find(row, "expected")->as_array()) {
    ids.insert(id.as_string().c_str());
  }
  return ids;
}

/// The status file and what each of its packages suffers from; those it does not name from nothing.
void dpkg_status(const std::filesystem::path& status, const vulns::Database& database,
                 Score& score) {
  std::ifstream in(status, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::filesystem::path answers = status;
  std::ifstream told(answers.replace_extension(".expected.json"));
  const auto wanted = base::parse_json(std::string((std::istreambuf_iterator<char>(told)), {}));
  for (const model::Package& package : image::inventory::read_dpkg("var/lib/dpkg/status", text)) {
    const std::string name = package.source_name.empty() ? package.name : package.source_name;
    const std::string version =
        package.source_version.empty() ? package.version : package.source_version;
    const auto* entry = wanted ? base::find(*wanted, package.name) : nullptr;
    std::set<std::string> ids;
    if (entry != nullptr) {
      for (const boost::json::value& id : base::find(*entry, "ids")->as_array()) {
        ids.insert(id.as_string().c_str());
      }
    }
    score.check(wanted && answer(database, "Debian:12", name, version) == ids,
                status.filename().string() + " " + package.name + " " + package.version);
  }
}

bool build(const std::filesystem::path& data, const std::string& file, Score& score) {
  auto writer = vulns::DatabaseWriter::create(file);
  if (!writer) {
    score.failed.push_back("database " + writer.error().message);
    return false;
  }
  for (const char* ecosystem : ecosystems) {
    const auto imported =
        vulns::import_zip((data / (std::string(ecosystem) + ".zip")).string(), *writer);
    if (!imported) {
      score.failed.push_back("import " + imported.error().message);
      return false;
    }
  }
  return writer->finish("2026-11-25T00:00:00Z").has_value();
}

} // namespace

Score osv_match(const std::filesystem::path& root) {
  Score score;
  const bool whole = std::filesystem::exists(root / "corpora");
  const std::filesystem::path corpora = whole ? root / "corpora" : root;
  const std::filesystem::path data = (whole ? root : root.parent_path()) / "data" / "osv";
  score.absent = !std::filesystem::exists(corpora / "osv-match") || !std::filesystem::exists(data);
  if (score.absent) {
    return score;
  }
  const std::filesystem::path file = std::filesystem::temp_directory_path()
                                     / ("secaudit-osv-" + std::to_string(::getpid()) + ".db");
  if (build(data, file.string(), score)) {
    const auto database = vulns::Database::open(file.string());
    for (const char* ecosystem : ecosystems) {
      std::ifstream in(corpora / "osv-match" / (std::string(ecosystem) + ".jsonl"));
      for (std::string text; database && std::getline(in, text);) {
        const auto row = base::parse_json(text);
        const std::string name = base::text_at(*row, "name");
        const std::string version = base::text_at(*row, "version");
        const std::string release = base::text_at(*row, "ecosystem");
        score.check(answer(*database, release, name, version) == expected(*row),
                    release + " " + name + " " + version);
      }
    }
    for (const char* system : {"debian12-installed.dpkg-status", "debian12-aged.dpkg-status"}) {
      if (database && std::filesystem::exists(corpora / "osv-match" / system)) {
        dpkg_status(corpora / "osv-match" / system, *database, score);
      }
    }
  }
  std::filesystem::remove(file);
  return score;
}

} // namespace secaudit::corpus
