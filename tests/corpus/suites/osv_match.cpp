// SPDX-License-Identifier: Apache-2.0
// osv-match/<ecosystem>.jsonl: queries with the advisories that affect the version, against
// data/osv.
#include "base/json.hpp"
#include "vulns/database.hpp"
#include "vulns/ecosystem.hpp"
#include "vulns/import.hpp"
#include "vulns/matching.hpp"

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
  const auto hits = database.find(ecosystem, name);
  for (const vulns::Hit& hit : hits ? *hits : std::vector<vulns::Hit>{}) {
    if (!hit.advisory.withdrawn
        && vulns::is_affected(hit.affected, version, vulns::scheme_of(ecosystem))) {
      ids.insert(hit.advisory.id);
    }
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
  }
  std::filesystem::remove(file);
  return score;
}

} // namespace secaudit::corpus
