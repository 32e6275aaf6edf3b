// SPDX-License-Identifier: Apache-2.0
#include "vulns/import.hpp"

#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "catch.hpp"

using namespace secaudit;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("secaudit-db-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this / name;
  }

 private:
  fs::path path_;
};

std::string record(const std::string& id, const std::string& modified, const std::string& package,
                   const std::string& ecosystem = "PyPI") {
  return R"({"id":")" + id + R"(","modified":")" + modified
         + R"(","affected":[{"package":{"ecosystem":")" + ecosystem + R"(","name":")" + package
         + R"("},"versions":["1"]}]})";
}

base::Status build(const std::string& file, const std::vector<vulns::ImportFile>& files,
                   const std::string& keep = {}, const std::vector<std::string>& except = {}) {
  auto writer = vulns::DatabaseWriter::create(file);
  REQUIRE(writer.has_value());
  if (!keep.empty()) {
    if (auto kept = writer->keep(keep, except); !kept) {
      return kept;
    }
  }
  const auto done = vulns::import_all(
      files, "2026-11-25T00:00:00Z", [] { return false; }, *writer);
  return done ? writer->finish("2026-11-25T00:00:00Z") : tl::unexpected(done.error());
}

std::size_t hits(const std::string& file, const std::string& name) {
  const auto database = vulns::Database::open(file);
  REQUIRE(database.has_value());
  const auto found = database->affecting("PyPI", name, "1");
  REQUIRE(found.has_value());
  return found->size();
}

} // namespace

TEST_CASE("an import replaces what came from a file of the same name and keeps the rest") {
  const Folder folder;
  const std::string file = folder / "a.db";
  const std::string one = folder.write("1.json", record("A-1", "2026-01-01", "a"));
  const std::string two = folder.write("2.json", record("B-1", "2026-01-01", "b"));
  REQUIRE(build(file, {{one, "first.zip"}, {two, "second.zip"}}).has_value());
  CHECK(hits(file, "a") == 1);
  folder.write("1.json", record("A-2", "2026-02-01", "c"));
  REQUIRE(build(file, {{one, "first.zip"}}, file, {"first.zip"}).has_value());
  CHECK(hits(file, "a") == 0);
  CHECK(hits(file, "b") == 1);
  CHECK(hits(file, "c") == 1);
  const auto database = vulns::Database::open(file);
  CHECK(database->check().has_value());
  const auto status = database->status();
  CHECK(status->advisories == 2);
  CHECK(status->origins.size() == 2);
  CHECK(database->data_date() == "2026-02-01");
}

TEST_CASE("of one record the newer text counts, whatever the order") {
  const Folder folder;
  const std::string old_one = folder.write("old.json", record("A-1", "2026-01-01", "a"));
  const std::string new_one = folder.write("new.json", record("A-1", "2026-03-01", "b"));
  for (const bool old_first : {true, false}) {
    const std::string file = folder / "a.db";
    std::vector<vulns::ImportFile> files{{old_one, "x"}, {new_one, "y"}};
    if (!old_first) {
      std::swap(files[0], files[1]);
    }
    REQUIRE(build(file, files).has_value());
    CHECK(hits(file, "a") == 0);
    CHECK(hits(file, "b") == 1);
    CHECK(vulns::Database::open(file)->status()->advisories == 1);
  }
}

TEST_CASE("KEV and EPSS are told by their content") {
  const Folder folder;
  const std::string file = folder / "a.db";
  folder.write("in/kev.json", R"({"catalogVersion":"2026.11.25","vulnerabilities":[
      {"cveID":"CVE-2021-44228","dateAdded":"2021-12-10"},{"cveID":""}]})");
  folder.write("in/epss_scores-current.csv",
               "#model_version:v2025,score_date:2026-11-25T00:00:00+0000\n"
               "cve,epss,percentile\nCVE-2021-44228,0.94358,0.99959\nCVE-2000-1,nonsense,1\n");
  const auto files = vulns::import_files(folder / "in");
  REQUIRE(files->size() == 2);
  REQUIRE(build(file, *files).has_value());
  const auto facts = vulns::Database::open(file)->about("CVE-2021-44228");
  CHECK(facts->exploited_since == "2021-12-10");
  REQUIRE(facts->epss.has_value());
  CHECK(*facts->epss > 0.943);
  CHECK(vulns::Database::open(file)->status()->epss_date == "2026-11-25");
}

TEST_CASE("OSV's own layout of folders names the origins") {
  const Folder folder;
  folder.write("m/PyPI/all.zip", "");
  folder.write("m/npm.zip", "");
  folder.write("m/.git/x.json", "");
  folder.write("m/records/GHSA-1.json", "");
  const auto files = vulns::import_files(folder / "m");
  REQUIRE(files->size() == 3);
  CHECK((*files)[0].origin == "PyPI.zip");
  CHECK((*files)[1].origin == "npm.zip");
  CHECK((*files)[2].origin == vulns::loose_records);
  CHECK_FALSE(vulns::import_files(folder / "nothing").has_value());
}

TEST_CASE("a database that is cut off or damaged is never a smaller one") {
  const Folder folder;
  const std::string file = folder / "a.db";
  std::vector<vulns::ImportFile> files;
  for (int i = 0; i < 200; ++i) {
    const std::string name = "r" + std::to_string(i);
    files.push_back(
        {folder.write(name + ".json", record("A-" + std::to_string(i), "2026", name)), "x"});
  }
  REQUIRE(build(file, files).has_value());
  std::ifstream in(file, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), {});
  for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{100}}) {
    folder.write("cut.db", whole.substr(0, size));
    const auto opened = vulns::Database::open(folder / "cut.db");
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().message.find('\n') == std::string::npos);
    CHECK_FALSE(opened.error().hint.empty());
  }
  std::string damaged = whole;
  std::fill(damaged.begin() + 8192, damaged.begin() + 4 * 8192, '\xA5');
  folder.write("bad.db", damaged);
  const auto opened = vulns::Database::open(folder / "bad.db");
  CHECK((!opened || !opened->check()));
}

TEST_CASE("an archive whose bytes were changed is an error, and nothing takes its place") {
  const Folder folder;
  const std::string file = folder / "a.db";
  const std::string good = folder.write("1.json", record("A-1", "2026-01-01", "a"));
  REQUIRE(build(file, {{good, "x"}}).has_value());
  const std::string no_zip = folder.write("bad.zip", "PK\x03\x04 this is no archive");
  CHECK_FALSE(build(file, {{no_zip, "bad.zip"}}).has_value());
  CHECK(hits(file, "a") == 1);
  // No half-written file is left beside it.
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(file).parent_path())) {
    count += entry.path().extension() == ".new" ? 1U : 0U;
  }
  CHECK(count == 0);
}
