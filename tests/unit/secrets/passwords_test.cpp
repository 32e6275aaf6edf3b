// SPDX-License-Identifier: Apache-2.0
#include "secrets/credentials.hpp"
#include "secrets/passwords.hpp"

#include "catch.hpp"

using namespace secaudit;
using Strength = model::PasswordJudgement::Strength;

namespace {

model::Variable variable(std::string name, std::optional<std::string> value, std::string raw,
                         int line) {
  model::Variable v;
  v.name = std::move(name);
  v.value = std::move(value);
  v.raw = std::move(raw);
  v.span = {"compose.yaml", {line, 7}, {line, 20}};
  v.name_span = v.span;
  return v;
}

model::Service service(std::string name, std::string image) {
  model::Service s;
  s.name = std::move(name);
  s.image = model::Sourced<std::string>{std::move(image), {"compose.yaml", {2, 5}, {2, 9}}, {}, {}};
  return s;
}

std::vector<model::PasswordJudgement> judge(const model::Project& project) {
  return secrets::judge_passwords(
      project, [](const std::string& path) -> std::optional<std::string> {
        return path == "/p/db_password.txt" ? std::optional<std::string>("hunter2\n")
                                            : std::nullopt;
      });
}

} // namespace

TEST_CASE("fallbacks in an interpolation are found, nested ones too") {
  using secrets::fallback_values;
  CHECK(fallback_values("${PW:-secret}") == std::vector<std::string>{"secret"});
  CHECK(fallback_values("${PW-secret}") == std::vector<std::string>{"secret"});
  CHECK(fallback_values("${A:-${B:-deep}}") == std::vector<std::string>{"deep"});
  CHECK(fallback_values("${PW:?must be set}").empty());
  CHECK(fallback_values("${PW:+x-y}").empty());
  CHECK(fallback_values("${PW:-").empty());
}

TEST_CASE("passwords in URLs") {
  const auto url = secrets::url_credential("postgresql://app:hunter2@db:5432/app");
  REQUIRE(url.has_value());
  CHECK(url->user == "app");
  CHECK(url->password == "hunter2");
  CHECK_FALSE(secrets::url_credential("http://example.com/a:b@c").has_value());
  CHECK_FALSE(secrets::url_credential("redis://cache:6379").has_value());
}

TEST_CASE("literal, fallback, absent and file secrets of a project") {
  model::Project project;
  project.name = "shop";
  model::Service db = service("db", "postgres:16");
  db.environment = {
      variable("POSTGRES_PASSWORD", "postgres", "postgres", 5),
      variable("REPLICATION_PASSWORD", "letmein", "${REPL:-letmein}", 6),
      variable("ADMIN_PASSWORD", std::nullopt, "${ADMIN_PASSWORD:?set it}", 7),
      variable("DATABASE_URL", "postgres://app:app@db/app", "postgres://app:app@db/app", 8)};
  project.services = {db};
  model::ProjectFile file;
  file.name = "db_password";
  file.file = "/p/db_password.txt";
  project.secrets = {file};

  const auto found = judge(project);
  REQUIRE(found.size() == 5);
  const auto by_name = [&](const std::string& name) {
    for (const auto& judgement : found) {
      if (judgement.name == name) {
        return judgement;
      }
    }
    return model::PasswordJudgement{};
  };
  CHECK(by_name("POSTGRES_PASSWORD").strength == Strength::weak);
  CHECK(by_name("POSTGRES_PASSWORD").literal);
  CHECK(by_name("REPLICATION_PASSWORD").fallback);
  CHECK(by_name("REPLICATION_PASSWORD").strength == Strength::weak);
  CHECK(by_name("ADMIN_PASSWORD").strength == Strength::not_here);
  CHECK(by_name("DATABASE_URL").strength == Strength::weak);
  CHECK(by_name("db_password").reason == "7 characters, 16 expected");
  for (const auto& judgement : found) {
    CHECK(judgement.masked.find("hunter2") == std::string::npos);
    CHECK(judgement.masked.find("letmein") == std::string::npos);
  }
}

TEST_CASE("data stores without authentication") {
  model::Project project;
  model::Service db = service("db", "docker.io/library/postgres:16");
  db.environment = {variable("POSTGRES_HOST_AUTH_METHOD", "trust", "trust", 4)};
  model::Service cache = service("cache", "redis:7-alpine");
  model::Service guarded = service("guarded", "redis:7-alpine");
  guarded.command = model::Sourced<model::CommandLine>{
      {{"redis-server", "--requirepass", "$REDIS_PASSWORD"}, false, {}}, {}, {}, {}};
  project.services = {cache, db, guarded};
  const auto found = judge(project);
  REQUIRE(found.size() == 2);
  CHECK(found[0].service == "cache");
  CHECK(found[1].reason == "switches authentication off");
}
