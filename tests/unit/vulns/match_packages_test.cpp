// SPDX-License-Identifier: Apache-2.0
#include "vulns/import.hpp"
#include "vulns/match_packages.hpp"
#include "vulns/merge.hpp"

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

std::vector<model::Vulnerability> found_in(const vulns::Database& database,
                                           const model::Image& image) {
  auto result = vulns::match_image(database, image);
  REQUIRE(result.has_value());
  vulns::name_by_source(result->vulnerabilities, &image);
  auto list = vulns::merged(std::move(result->vulnerabilities), &database);
  REQUIRE(list.has_value());
  return *std::move(list);
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
  const auto found = found_in(database, debian({bsdutils, mount}));
  REQUIRE(found.size() == 1);
  const model::Vulnerability& v = found[0];
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
  const auto found = found_in(database, debian({package("pypi", "flask-cors", "1.0")}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == "CVE-2024-2");
  CHECK(found[0].aliases == std::vector<std::string>{"GHSA-1", "PYSEC-1", "X-1", "Y-1"});
  CHECK(found[0].severity == model::Severity::critical);
  CHECK(found[0].severity_source == "CVSS 3.1");
}

TEST_CASE("what the database does not hold is named, not taken for clean") {
  const auto database = database_of({util_linux});
  const auto result = vulns::match_image(database, debian({package("npm", "left-pad", "1.0.0")}));
  CHECK(result->coverage.packages == 2);
  CHECK(result->coverage.covered == 0);
  // Debian without a single package is one whose database was not read.
  CHECK(result->coverage.not_covered
        == std::vector<std::string>{
            "Debian GNU/Linux 12 (bookworm) (its package database could not be read)", "npm"});
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

TEST_CASE("a record of several CVEs stands for each and joins none") {
  const auto database =
      database_of({R"({"id":"DSA-1","upstream":["CVE-2024-1","CVE-2024-3"],"affected":[
       {"package":{"ecosystem":"Debian:12","name":"util-linux"},
        "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.38.1-5+deb12u2"}]}]}]})",
                   util_linux});
  model::Package bsdutils = package("deb", "bsdutils", "1:2.38.1-5");
  bsdutils.source_name = "util-linux";
  bsdutils.source_version = "2.38.1-5";
  const auto found = found_in(database, debian({bsdutils}));
  REQUIRE(found.size() == 2);
  CHECK(found[0].id == "CVE-2024-1");
  CHECK(found[0].bundles == std::vector<std::string>{"DSA-1"});
  CHECK(found[1].id == "CVE-2024-3");
  // A fix with the faults of the other is none: the version to go to is above both.
  CHECK(found[0].upgrade == "2.38.1-5+deb12u2");
}

TEST_CASE("what scanners and the database say of one package is one finding") {
  const auto database = database_of({util_linux});
  model::Package bsdutils = package("deb", "bsdutils", "1:2.38.1-5", "var/lib/dpkg/status");
  bsdutils.source_name = "util-linux";
  bsdutils.source_version = "2.38.1-5";
  const auto image = debian({bsdutils});
  auto all = vulns::match_image(database, image)->vulnerabilities;
  model::Vulnerability trivy;
  trivy.id = "CVE-2024-1";
  trivy.package = "bsdutils";
  trivy.version = "1:2.38.1-5";
  trivy.purl = "pkg:deb/debian/bsdutils@2.38.1-5?epoch=1";
  trivy.image = image.reference;
  trivy.severity = model::Severity::critical;
  trivy.severity_known = true;
  trivy.severity_source = "trivy (nvd)";
  trivy.sources = {"trivy"};
  trivy.summary = "told by trivy";
  all.push_back(trivy);
  vulns::name_by_source(all, &image);
  const auto merged = vulns::merged(all, &database);
  REQUIRE(merged->size() == 1);
  CHECK(merged->front().sources == std::vector<std::string>{"osv", "trivy"});
  CHECK(merged->front().severity == model::Severity::critical); // our record has no rating
  CHECK(merged->front().summary == "told by trivy");
  CHECK(merged->front().disagreed.size() == 1); // about the fix
}

TEST_CASE("severity and names come from records of other packages by alias") {
  const auto database = database_of(
      {R"({"id":"PYSEC-5","aliases":["GHSA-5"],"affected":[{"package":{"ecosystem":"PyPI","name":"a"},
         "versions":["1"]}]})",
       R"({"id":"GHSA-5","aliases":["CVE-2025-5"],"database_specific":{"severity":"HIGH"},
         "affected":[{"package":{"ecosystem":"npm","name":"b"},"versions":["1"]}]})"});
  const auto found = found_in(database, debian({package("pypi", "a", "1")}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == "CVE-2025-5");
  CHECK(found[0].severity == model::Severity::high);
  CHECK(found[0].severity_source == "GHSA");
}

TEST_CASE("builds of another module stream are not compared") {
  const auto database = database_of({R"({"id":"ALSA-1","affected":[
      {"package":{"ecosystem":"AlmaLinux:8","name":"nodejs"},"ranges":[{"type":"ECOSYSTEM",
       "events":[{"introduced":"0"},{"fixed":"1:16.20.2-1.module_el8.8.0+1"}]}]}]})"});
  model::Image image = debian({package("rpm", "nodejs", "1:14.21.3-1.module_el8.7.0+9")});
  image.os_release = model::OsRelease{"almalinux", "8.8", "", "AlmaLinux 8.8", {}};
  CHECK(vulns::match_image(database, image)->vulnerabilities.empty());
  image.packages[0].version = "1:16.14.0-1.module_el8.7.0+9";
  CHECK(vulns::match_image(database, image)->vulnerabilities.size() == 1);
  image.packages[0].version = "1:16.14.0-1.el8";
  CHECK(vulns::match_image(database, image)->vulnerabilities.empty());
}

TEST_CASE("packages that the distribution put where pip installs are left to it") {
  const auto database =
      database_of({R"({"id":"PYSEC-9","affected":[{"package":{"ecosystem":"PyPI","name":"requests"},
    "versions":["2.31.0"]}]})"});
  model::Package py3 = package("apk", "py3-requests", "2.31.0-r1");
  const model::Package pip =
      package("pypi", "requests", "2.31.0", "usr/lib/python3.11/site-packages/requests/METADATA");
  model::Image image = debian({py3, pip});
  image.os_release = model::OsRelease{"alpine", "3.19.1", "", "Alpine Linux v3.19", {}};
  CHECK(vulns::match_image(database, image)->vulnerabilities.empty());
  image.packages[0].version = "2.30.0-r1"; // pip replaced it
  CHECK(vulns::match_image(database, image)->vulnerabilities.size() == 1);
}

TEST_CASE("a release without data is not covered by those of another") {
  const auto database = database_of({util_linux});
  CHECK(database.covers("Debian:12"));
  CHECK_FALSE(database.covers("Debian:13"));
  CHECK_FALSE(database.covers("PyPI"));
}

TEST_CASE("the fix is the smallest of the same branch that has not another fault") {
  const auto database =
      database_of({R"({"id":"A-1","affected":[{"package":{"ecosystem":"PyPI","name":"p"},"ranges":[
         {"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.0.5"},{"introduced":"2.0"},{"fixed":"2.1"}]}]}]})",
                   R"({"id":"A-2","affected":[{"package":{"ecosystem":"PyPI","name":"p"},"ranges":[
         {"type":"ECOSYSTEM","events":[{"introduced":"1.0.5"},{"fixed":"1.0.7"}]}]}]})"});
  const auto found = found_in(database, debian({package("pypi", "p", "1.0.1")}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].fixed == "1.0.5");
  CHECK(found[0].upgrade == "1.0.7");
}
