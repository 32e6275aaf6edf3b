// SPDX-License-Identifier: Apache-2.0
#include "project/git/ignore.hpp"

#include "catch.hpp"

using secaudit::project::git::IgnoreRules;

namespace {

bool ignored(std::string_view patterns, std::string_view path) {
  IgnoreRules rules;
  rules.add("", patterns);
  return rules.ignores(path);
}

} // namespace

TEST_CASE("ignore patterns as git applies them") {
  CHECK(ignored(".env\n", ".env"));
  CHECK(ignored(".env\n", "backend/.env"));
  CHECK(ignored("/.env\n", ".env"));
  CHECK_FALSE(ignored("/.env\n", "backend/.env"));
  CHECK(ignored(".env*\n!.env.example\n", ".env.local"));
  CHECK_FALSE(ignored(".env*\n!.env.example\n", ".env.example"));
  CHECK(ignored("secrets/\n", "a/secrets/key.pem"));
  CHECK(ignored("config/*.env\n", "config/a.env"));
  CHECK_FALSE(ignored("config/*.env\n", "x/config/a.env"));
  CHECK_FALSE(ignored("# .env\n\n", ".env"));
}

TEST_CASE("patterns for folders do not cover a file of that name") {
  CHECK_FALSE(ignored(".env/\n", ".env"));
  CHECK_FALSE(ignored("env/\n", ".env"));
}

TEST_CASE("nothing below an excluded folder is brought back") {
  CHECK(ignored("build/\n!build/.env\n", "build/.env"));
}

TEST_CASE("deeper files come after those above") {
  IgnoreRules rules;
  rules.add("", ".env\n");
  rules.add("keep", "!.env\n");
  CHECK(rules.ignores(".env"));
  CHECK_FALSE(rules.ignores("keep/.env"));
}
