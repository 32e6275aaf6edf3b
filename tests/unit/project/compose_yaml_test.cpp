// SPDX-License-Identifier: Apache-2.0
#include "project/compose/yaml.hpp"
#include "project/compose/yaml_scalar.hpp"

#include <string>

#include "catch.hpp"

using namespace secaudit;
using project::compose::parse_yaml;
using project::compose::resolve_plain;

TEST_CASE("scalars have the type that Compose's parser gives them") {
  CHECK(resolve_plain("0755").text == "493");
  CHECK(resolve_plain("0o17").text == "15");
  CHECK(resolve_plain("1_000").text == "1000");
  CHECK(resolve_plain("1e10").text == "1e+10");
  CHECK(resolve_plain("yes").kind == model::Node::Kind::string);
  CHECK(resolve_plain("TRUE").kind == model::Node::Kind::boolean);
  CHECK(resolve_plain("22:22").kind == model::Node::Kind::string);
  CHECK(resolve_plain("2020-02-30").timestamp == false);
  CHECK(resolve_plain("2020-02-29").timestamp);
}

TEST_CASE("what came by an alias keeps the place of the anchor and of the use") {
  const auto tree = parse_yaml("a: &x {k: 1}\nb:\n  <<: *x\n  l: 2\n", "f.yaml");
  REQUIRE(tree);
  const model::Node* value = tree->at("b.k");
  REQUIRE(value != nullptr);
  CHECK(value->span.begin == model::Position{1, 11});
  REQUIRE_FALSE(value->origins.empty());
  CHECK(value->origins.back().span.begin.line == 3);
}

TEST_CASE("hostile YAML ends in an error with its place") {
  CHECK_FALSE(parse_yaml("a: 1\na: 2\n", "f.yaml"));
  CHECK_FALSE(parse_yaml("a: &x [*x]\n", "f.yaml"));
  CHECK_FALSE(parse_yaml(std::string(100'000, '['), "f.yaml"));
  CHECK_FALSE(parse_yaml(std::string("a: \0b", 5), "f.yaml"));
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'j'; ++c) {
    const std::string last(1, static_cast<char>(c - 1));
    bomb += std::string(1, c) + ": &" + c + " [*" + last + ",*" + last + ",*" + last + ",*" + last
            + ",*" + last + "]\n";
  }
  const auto tree = parse_yaml(bomb, "f.yaml");
  REQUIRE_FALSE(tree);
  CHECK(tree.error().message.find("f.yaml:") == 0);
}
