// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "report/sbom.hpp"

#include <boost/json.hpp>

#include <set>
#include <string>

#include "catch.hpp"

namespace {

using namespace secaudit;

model::Image made() {
  model::Image image;
  image.reference = "shop/web:1\x1b[31m";
  image.config_digest = "sha256:" + std::string(64, 'a');
  image.platform = "linux/amd64";
  image.config.created = "2026-01-02T03:04:05.678Z";
  image.os_release = model::OsRelease{"debian", "12", "bookworm", "Debian GNU/Linux 12", {}};
  image.layers.push_back({.diff_id = "sha256:1", .scanned = true});
  const auto add = [&](const char* purl, const char* type, const char* name, const char* version,
                       const char* path) {
    model::Package package;
    package.purl = purl;
    package.type = type;
    package.name = name;
    package.version = version;
    package.path = path;
    package.layer = 0;
    package.licenses = {"MIT", "who knows"};
    image.packages.push_back(package);
  };
  add("pkg:npm/%40scope/x@1.0.0", "npm", "@scope/x", "1.0.0", "b/package.json");
  add("pkg:npm/%40scope/x@1.0.0", "npm", "@scope/x", "1.0.0", "a/package.json");
  add("pkg:maven/org.slf4j/slf4j-api@2.0.7", "maven", "org.slf4j:slf4j-api", "2.0.7", "app.jar");
  add("", "odd", "no purl", "1", "odd\x01name");
  return image;
}

} // namespace

TEST_CASE("CycloneDX: each component once, with every place, and no dangling reference") {
  const std::string text = report::cyclonedx(made(), {"1.2.3", ""});
  CHECK(text == report::cyclonedx(made(), {"1.2.3", ""}));
  CHECK(text.find('\x1b') == std::string::npos);
  const auto document = base::parse_json(text);
  REQUIRE(document);
  const auto& components = document->at("components").as_array();
  REQUIRE(components.size() == 4);
  std::set<std::string> references{"image"};
  for (const auto& component : components) {
    CHECK(references.insert(std::string(component.at("bom-ref").as_string())).second);
  }
  for (const auto& on : document->at("dependencies").at(0).at("dependsOn").as_array()) {
    CHECK(references.contains(std::string(on.as_string())));
  }
  const auto& npm = components.at(3);
  CHECK(npm.at("group").as_string() == "@scope");
  CHECK(npm.at("evidence").at("occurrences").as_array().size() == 2);
  CHECK(document->at("metadata").at("timestamp").as_string() == "2026-01-02T03:04:05Z");
}

TEST_CASE("SPDX: identifiers are well formed and every relationship resolves") {
  const auto document = base::parse_json(report::spdx(made(), {"1.2.3", "2026-05-06T00:00:00Z"}));
  REQUIRE(document);
  CHECK(document->at("creationInfo").at("created").as_string() == "2026-05-06T00:00:00Z");
  std::set<std::string> ids{"SPDXRef-DOCUMENT"};
  for (const auto& package : document->at("packages").as_array()) {
    const std::string id(package.at("SPDXID").as_string());
    CHECK(id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
          == std::string::npos);
    CHECK(ids.insert(id).second);
  }
  CHECK(ids.size() == 5);
  for (const auto& relation : document->at("relationships").as_array()) {
    CHECK(ids.contains(std::string(relation.at("spdxElementId").as_string())));
    CHECK(ids.contains(std::string(relation.at("relatedSpdxElement").as_string())));
  }
}
