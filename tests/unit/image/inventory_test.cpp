// SPDX-License-Identifier: Apache-2.0
// Each kind of database, program and archive on a small specimen (tests/fuzz/inputs/inventory,
// where the first line is the file's path); whole corpora are in tests/corpus.
#include "image/inventory/inventory.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace secaudit;
using image::inventory::Found;

namespace {

Found read_specimen(const std::string& name) {
  std::ifstream in(SECAUDIT_SOURCE_DIR "/tests/fuzz/inputs/inventory/" + name, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const std::size_t line = text.find('\n');
  REQUIRE(line != std::string::npos);
  const std::string_view content = std::string_view(text).substr(line + 1);
  image::inventory::Inventory inventory;
  Found found;
  image::inventory::TextBlocks blocks(content);
  inventory.read(text.substr(0, line), content.size(), blocks, found);
  inventory.finish(found);
  return found;
}

std::vector<std::string> purls(const std::string& name) {
  std::vector<std::string> result;
  for (const model::Package& package : read_specimen(name).packages) {
    result.push_back(package.purl);
  }
  std::sort(result.begin(), result.end());
  return result;
}

using Purls = std::vector<std::string>;

} // namespace

TEST_CASE("every kind of rpm database gives the same packages and files") {
  for (const char* name : {"rpm-sqlite", "rpm-ndb", "rpm-bdb", "rpm-bdb-big"}) {
    INFO(name);
    const Found found = read_specimen(name);
    REQUIRE(found.packages.size() == 2);
    CHECK(found.packages[0].name == "zsh");
    CHECK(found.packages[0].version == "2:5.9-1.el9");
    CHECK(found.packages[0].source_name == "zsh");
    CHECK(found.packages[0].architecture == "x86_64");
    CHECK(found.packages[1].version == "5.1-6.el9");
    CHECK(found.owned.files().size() == 302);
    CHECK(found.owned.files()[0].key == image::inventory::path_key("/usr/bin/zsh"));
    CHECK(found.owned.owner(found.owned.files()[0]) == "zsh");
  }
}

TEST_CASE("a Go program tells its modules, replacements and stamped version") {
  CHECK(purls("elf-go")
        == Purls{"pkg:golang/example.org/app@1.4.2", "pkg:golang/example.org/fork@v0.2.0",
                 "pkg:golang/golang.org/x/net@v0.17.0", "pkg:golang/stdlib@1.22.1"});
}

TEST_CASE("an auditable Rust program tells its crates without those of the build") {
  CHECK(purls("elf-rust") == Purls{"pkg:cargo/app@0.3.0", "pkg:cargo/serde@1.0.190"});
}

TEST_CASE("Java archives are read with the archives in them") {
  CHECK(purls("jar-nested")
        == Purls{"pkg:maven/app/app@1.0", "pkg:maven/org.apache.commons/commons-io@2.11.0",
                 "pkg:maven/org.slf4j/slf4j-api@2.0.7"});
}

TEST_CASE("lists of PHP, .NET, conda and bills of materials") {
  CHECK(purls("composer") == Purls{"pkg:composer/monolog/monolog@2.9.1"});
  CHECK(purls("deps-json")
        == Purls{"pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@6.0.5",
                 "pkg:nuget/Newtonsoft.Json@13.0.1"});
  CHECK(purls("conda") == Purls{"pkg:conda/zlib@1.2.13?build=h166bdaf_4&subdir=linux-64"});
  CHECK(purls("spdx") == Purls{"pkg:bitnami/redis@7.2.4-0?arch=amd64&distro=debian-12"});
  CHECK(purls("cyclonedx") == Purls{"pkg:npm/left-pad@1.3.0"});
  CHECK(read_specimen("spdx").packages.front().found_by == model::Package::FoundBy::declared);
}

TEST_CASE("programs by the version in their bytes, snaps and Java runtimes") {
  CHECK(purls("nginx-version") == Purls{"pkg:generic/nginx@1.25.1"});
  CHECK(purls("snap") == Purls{"pkg:generic/snap/core@16-2.61"});
  CHECK(purls("release") == Purls{"pkg:generic/openjdk@17.0.9%2B9?vendor=Eclipse%20Adoptium"});
}

TEST_CASE("merged folders of /usr share their files' names") {
  using image::inventory::path_key;
  CHECK(path_key("/bin/sh") == path_key("usr/bin/sh"));
  CHECK(path_key("./lib/x.so") == path_key("usr/lib/x.so"));
  CHECK(path_key("usr/share/x") != path_key("share/x"));
}
