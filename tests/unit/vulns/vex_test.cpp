// SPDX-License-Identifier: Apache-2.0
#include "vulns/vex.hpp"

#include <fstream>
#include <sstream>

#include "catch.hpp"

using namespace secaudit;

namespace {

model::Vulnerability openssl() {
  model::Vulnerability v;
  v.id = "CVE-2023-1255";
  v.aliases = {"GHSA-x"};
  v.package = "openssl";
  v.version = "3.0.8-r3";
  v.purl = "pkg:apk/alpine/libssl3@3.0.8-r3?arch=x86_64";
  v.binaries = {"libssl3"};
  v.image = "shop/web:1.2";
  v.service = "web";
  v.sources = {"osv"};
  return v;
}

model::ImageUse web() {
  model::ImageUse use;
  use.reference = "shop/web:1.2";
  use.service = "web";
  use.image = model::Image{};
  use.image->manifest_digest = "sha256:124c7d27";
  return use;
}

std::string judged(const std::string& document, model::Vulnerability v = openssl()) {
  const auto statements = vulns::read_vex(document, "vex.json");
  REQUIRE(statements.has_value());
  std::vector<model::Vulnerability> list{std::move(v)};
  vulns::apply_vex(*statements, {web()}, list);
  return list[0].standing_by;
}

std::string open_vex(const std::string& name, const std::string& product, const std::string& status,
                     const std::string& more = "") {
  return R"({"@context":"https://openvex.dev/ns/v0.2.0","timestamp":"2026-01-01T00:00:00Z",
    "statements":[{"vulnerability":{"name":")"
         + name + R"("},"products":[)" + product + R"(],"status":")" + status
         + R"(","justification":"vulnerable_code_not_present"})" + more + "]}";
}

std::string shared(const std::string& name) {
  std::ifstream in(SECAUDIT_SHARED_DIR "/corpora/advisory-raw/vex/" + name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

} // namespace

TEST_CASE("OpenVEX takes out what it says of this package, with who said it and why") {
  const std::string standing =
      judged(open_vex("CVE-2023-1255", R"({"@id":"pkg:apk/alpine/libssl3"})", "not_affected"));
  CHECK(standing == "VEX: not affected, vulnerable_code_not_present (vex.json)");
  CHECK_FALSE(
      judged(open_vex("GHSA-x", R"({"@id":"pkg:apk/alpine/libssl3@3.0.8-r3"})", "fixed")).empty());
}

TEST_CASE("a statement about something else takes nothing out") {
  const char* other[] = {R"({"@id":"pkg:apk/alpine/libssl3@3.0.9-r0"})", // another version
                         R"({"@id":"pkg:deb/debian/libssl3"})", R"({"@id":"pkg:apk/alpine/curl"})",
                         R"({"@id":"pkg:oci/api?tag=1.2"})"};
  for (const char* product : other) {
    INFO(product);
    CHECK(judged(open_vex("CVE-2023-1255", product, "not_affected")).empty());
  }
  CHECK(judged(open_vex("CVE-2023-9999", R"({"@id":"pkg:apk/alpine/libssl3"})", "fixed")).empty());
  CHECK(
      judged(open_vex("CVE-2023-1255", R"({"@id":"pkg:apk/alpine/libssl3"})", "affected")).empty());
}

TEST_CASE("components count inside of the product that is named") {
  CHECK_FALSE(judged(open_vex("CVE-2023-1255",
                              R"({"@id":"pkg:oci/web@sha256%3A124c7d27",
                                  "subcomponents":[{"@id":"pkg:apk/alpine/libssl3"}]})",
                              "not_affected"))
                  .empty());
  CHECK(judged(open_vex("CVE-2023-1255",
                        R"({"@id":"pkg:oci/web@sha256%3Affff","subcomponents":[
                            {"@id":"pkg:apk/alpine/libssl3"}]})",
                        "not_affected"))
            .empty());
}

TEST_CASE("the latest statement counts") {
  const std::string later = R"(,{"vulnerability":{"name":"CVE-2023-1255"},
    "products":[{"@id":"pkg:apk/alpine/libssl3"}],"status":"affected",
    "timestamp":"2026-06-01T00:00:00Z"})";
  CHECK(judged(
            open_vex("CVE-2023-1255", R"({"@id":"pkg:apk/alpine/libssl3"})", "not_affected", later))
            .empty());
}

TEST_CASE("CSAF names products by its tree") {
  const std::string csaf =
      R"({"document":{"category":"csaf_vex","tracking":{"current_release_date":"2026-01-01"}},
    "product_tree":{"branches":[{"branches":[{"product":{"product_id":"P1","name":"x",
      "product_identification_helper":{"purl":"pkg:apk/alpine/libssl3@3.0.8-r3"}}}]}]},
    "vulnerabilities":[{"cve":"CVE-2023-1255","product_status":{"known_not_affected":["P1"]},
      "flags":[{"label":"component_not_present","product_ids":["P1"]}]}]})";
  CHECK(judged(csaf) == "VEX: not affected, component_not_present (vex.json)");
}

TEST_CASE("CycloneDX analysis is read") {
  CHECK_FALSE(
      judged(
          R"({"bomFormat":"CycloneDX","components":[{"bom-ref":"a","purl":"pkg:apk/alpine/libssl3@3.0.8-r3"}],
    "vulnerabilities":[{"id":"CVE-2023-1255","analysis":{"state":"not_affected"},"affects":[{"ref":"a"}]}]})")
          .empty());
}

TEST_CASE("what is no VEX is named") {
  for (const char* text : {"{}", "[]", "no json", R"({"bomFormat":"SPDX"})"}) {
    CHECK_FALSE(vulns::read_vex(text, "x.json").has_value());
  }
}

TEST_CASE("recorded documents are read") {
  if (shared("openvex-demo1.json").empty()) {
    WARN("skipped: ../shared is not there");
    return;
  }
  for (const char* name :
       {"openvex-demo1.json", "openvex-demo2.json", "openvex-debian.json", "csaf-demo1.json",
        "csaf-demo2.json", "openvex-image-no-subcomponents.json", "openvex-package-product.json"}) {
    INFO(name);
    const auto read = vulns::read_vex(shared(name), name);
    REQUIRE(read.has_value());
    CHECK_FALSE(read->empty());
    CHECK_FALSE(read->front().names.empty());
    CHECK_FALSE(read->front().products.empty());
  }
}
