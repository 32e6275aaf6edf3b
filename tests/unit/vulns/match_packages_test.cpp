// SPDX-License-Identifier: Apache-2.0
#include "vulns/import.hpp"
#include "vulns/match_packages.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "catch.hpp"

using namespace secaudit;

namespace {

std::string scratch(const std::string& name) {
  return (std::filesystem::temp_directory_path() / (name + std::to_string(::getpid()) + ".db"))
      .string();
}

vulns::Database database_of(const std::vector<std::string>& records) {
  const std::string file = scratch("secaudit-unit-");
  auto writer = vulns::DatabaseWriter::create(file);
  for (const std::string& record : records) {
    REQUIRE(vulns::import_json("record", record, *writer)->advisories == 1);
  }
  REQUIRE(writer->finish("2026-11-25T00:00:00Z").has_value());
  auto database = vulns::Database::open(file);
  REQUIRE(database.has_value());
  // The open file stays readable without its name.
  std::filesystem::remove(file);
  return std::move(*database);
}

model::Package package(std::string type, std::string name, std::string version,
                       std::string path = {}) {
  model::Package p;
  p.type = std::move(type);
  p.name = std::move(name);
  p.version = std::move(version);
  p.path = std::move(path);
  p.purl = "pkg:" + p.type + "/" + p.name + "@" + p.version;
  return p;
}

model::Image debian(std::vector<model::Package> packages) {
  model::Image image;
  image.reference = "web:1";
  image.os_release =
      model::OsRelease{"debian", "12", "bookworm", "Debian GNU/Linux 12 (bookworm)", {}};
  image.packages = std::move(packages);
  return image;
}

const std::string util_linux =
    R"({"id":"DEBIAN-CVE-2024-1","modified":"2024-01-01T00:00:00Z","upstream":["CVE-2024-1"],
  "affected":[{"package":{"ecosystem":"Debian:12","name":"util-linux"},"ecosystem_specific":{"urgency":"low"},
  "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.38.1-5+deb12u1"}]}]}]})";

} // namespace

TEST_CASE("Debian packages are matched by source and the source's version") {
  const auto database = database_of({util_linux});
  model::Package bsdutils = package("deb", "bsdutils", "1:2.38.1-5");
  bsdutils.source_name = "util-linux";
  bsdutils.source_version = "2.38.1-5";
  model::Package mount = bsdutils;
  mount.name = "mount";
  const auto result = vulns::match_image(database, debian({bsdutils, mount}));
  REQUIRE(result.has_value());
  REQUIRE(result->vulnerabilities.size() == 1);
  const model::Vulnerability& v = result->vulnerabilities[0];
  CHECK(v.id == "CVE-2024-1");
  CHECK(v.package == "util-linux");
  CHECK(v.binaries == std::vector<std::string>{"bsdutils", "mount"});
  CHECK(v.fixed == "2.38.1-5+deb12u1");
  CHECK_FALSE(v.severity_known);
  bsdutils.source_version = "2.38.1-5+deb12u1";
  CHECK(vulns::match_image(database, debian({bsdutils}))->vulnerabilities.empty());
}

TEST_CASE("names of one fault are merged, also by a chain") {
  const auto record = [](const char* id, const char* aliases) {
    return std::string(R"({"id":")") + id + R"(","aliases":)" + aliases +
           R"(,"affected":[{"package":{"ecosystem":"PyPI","name":"Flask_Cors"},"versions":["1.0"]}],
             "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]})";
  };
  const auto database =
      database_of({record("PYSEC-1", R"(["X-1"])"), record("GHSA-1", R"(["CVE-2024-2"])"),
                   record("CVE-2024-2", R"(["X-1","Y-1"])")});
  const auto result = vulns::match_image(database, debian({package("pypi", "flask-cors", "1.0")}));
  REQUIRE(result->vulnerabilities.size() == 1);
  CHECK(result->vulnerabilities[0].id == "CVE-2024-2");
  CHECK(result->vulnerabilities[0].aliases
        == std::vector<std::string>{"GHSA-1", "PYSEC-1", "X-1", "Y-1"});
  CHECK(result->vulnerabilities[0].severity == model::Severity::critical);
  CHECK(result->vulnerabilities[0].severity_source == "CVSS 3.1");
}

TEST_CASE("what the database does not hold is named, not taken for clean") {
  const auto database = database_of({util_linux});
  const auto result = vulns::match_image(database, debian({package("npm", "left-pad", "1.0.0")}));
  CHECK(result->coverage.packages == 1);
  CHECK(result->coverage.covered == 0);
  CHECK(result->coverage.not_covered == std::vector<std::string>{"npm"});
}

TEST_CASE("language packages of the distribution are left to its advisories") {
  const auto database =
      database_of({R"({"id":"PYSEC-9","affected":[{"package":{"ecosystem":"PyPI","name":"requests"},
    "versions":["2.28.1"]}]})"});
  const auto image = debian({package("pypi", "requests", "2.28.1",
                                     "usr/lib/python3/dist-packages/requests-2.28.1.egg-info")});
  CHECK(vulns::match_image(database, image)->vulnerabilities.empty());
}

TEST_CASE("withdrawn advisories are not reported") {
  const auto database = database_of({R"({"id":"PYSEC-8","withdrawn":"2024-01-01T00:00:00Z",
    "affected":[{"package":{"ecosystem":"PyPI","name":"x"},"versions":["1"]}]})"});
  CHECK(vulns::match_image(database, debian({package("pypi", "x", "1")}))->vulnerabilities.empty());
}

TEST_CASE("a file that is no database gives one clear line") {
  const std::string file = scratch("secaudit-foreign-");
  std::ofstream(file) << "this is not a database, but long enough to look at its header for a "
                         "while ....................";
  const auto opened = vulns::Database::open(file);
  std::filesystem::remove(file);
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().message.find('\n') == std::string::npos);
  CHECK_FALSE(vulns::Database::open("/nonexistent/advisories.db").has_value());
}

TEST_CASE("pinned requirements of a manifest are looked up at their line") {
  const auto database =
      database_of({R"({"id":"PYSEC-7","affected":[{"package":{"ecosystem":"PyPI","name":"flask"},
    "ranges":[{"type":"ECOSYSTEM","events":[{"fixed":"2.3.2"},{"introduced":"0"}]}]}]})"});
  model::Manifest manifest;
  manifest.kind = "pip";
  manifest.file = "requirements.txt";
  manifest.requirements = {
      {"flask", "==2.0.1", true, false, false, {"requirements.txt", {3, 1}, {3, 12}}},
      {"flask", ">=2.0", false, false, false, {"requirements.txt", {4, 1}, {4, 12}}}};
  const auto result = vulns::match_manifest(database, manifest);
  REQUIRE(result->vulnerabilities.size() == 1);
  CHECK(result->vulnerabilities[0].span.begin.line == 3);
  CHECK(result->vulnerabilities[0].fixed == "2.3.2");
}
