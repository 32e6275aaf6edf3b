// SPDX-License-Identifier: Apache-2.0
#include "model/secret_names.hpp"
#include "secrets/passwords.hpp"
#include "secrets/strength.hpp"

#include <random>
#include <string>

#include "catch.hpp"

using namespace secaudit;
using namespace secaudit::secrets;
using Demand = secaudit::model::PasswordJudgement::Demand;
using Strength = secaudit::model::PasswordJudgement::Strength;

namespace {

Judged judge(std::string_view value, std::string_view name = "DB_PASSWORD",
             Demand demand = Demand::password) {
  static const WeakData data;
  return judge_value(data, name, value, demand, {"shop", "shop-db"}, "shopuser");
}

std::string random_text(std::mt19937& random, std::string_view alphabet, std::size_t length) {
  std::uniform_int_distribution<std::size_t> pick(0, alphabet.size() - 1);
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text += alphabet[pick(random)];
  }
  return text;
}

} // namespace

TEST_CASE("long but guessable passwords are weak") {
  for (const char* value :
       {"super-secret-key-change-this-in-production", "change_me_in_production",
        "SuperSecretPassword123!", "your-secret-key-here", "NotARealPassword!!",
        "dev-secret-key-do-not-use", "1234567890123456", "qwertyuiopasdfghjkl", "passwordpassword1",
        "P4ssw0rdP4ssw0rd!", "aaaaaaaaaaaaaaaaaaaa", "shop-db-password-2024",
        "abcdefghijklmnopqrst", "MyS3cr3tP4ssw0rd2024", "<your-password-here>",
        "$(openssl rand -hex 32)", "c2VjcmV0LXBhc3N3b3JkLTEyMw==", "shopusershopuser1"}) {
    INFO(value);
    CHECK(judge(value).strength == Strength::weak);
  }
}

TEST_CASE("short, empty, hashed and referenced values are told apart") {
  CHECK(judge("").strength == Strength::empty);
  CHECK(judge("k7#Qz").reason == "5 characters, 16 expected");
  CHECK(judge("$2b$12$abcdefghijklmnopqrstuv").strength == Strength::not_judged);
  CHECK(judge("vault:secret/data/db#password").strength == Strength::not_here);
  CHECK(judge("mysecretpassword", "POSTGRES_PASSWORD").reason == "a published default");
  CHECK(judge("sk_live_whatever", "STRIPE_TOKEN", Demand::token).strength == Strength::not_judged);
}

TEST_CASE("random passwords are never refused") {
  std::mt19937 random(20261125);
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (int i = 0; i < 400; ++i) {
    CHECK(judge(random_text(random, letters, 20)).strength != Strength::weak);
    CHECK(judge(random_text(random, letters, 32)).strength == Strength::strong);
    CHECK(judge(random_text(random, letters + "+/-_!%", 24)).strength == Strength::strong);
    CHECK(judge(random_text(random, "0123456789abcdef", 64), "SECRET_KEY", Demand::key).strength
          == Strength::strong);
  }
}

TEST_CASE("names say what their value is") {
  CHECK(model::demand_of("POSTGRES_PASSWORD") == Demand::password);
  CHECK(model::demand_of("dbPassword") == Demand::password);
  CHECK(model::demand_of("SECRET_KEY") == Demand::key);
  CHECK(model::demand_of("JWT_SECRET") == Demand::key);
  CHECK(model::demand_of("GITHUB_TOKEN") == Demand::token);
  CHECK(model::demand_of("API_KEY") == Demand::token);
  CHECK(model::demand_of("RABBITMQ_DEFAULT_PASS") == Demand::password);
  for (const char* name : {"PASSWORD_RESET_TIMEOUT",
                           "POSTGRES_PASSWORD_FILE",
                           "SECRET_NAME",
                           "TOKEN_URL",
                           "MAX_TOKENS",
                           "KEYBOARD_LAYOUT",
                           "PUBLIC_KEY",
                           "COMPASS_DIR",
                           "SORT_KEY",
                           "PASSWORD_MIN_LENGTH",
                           "MYSQL_RANDOM_ROOT_PASSWORD",
                           "MYSQL_ALLOW_EMPTY_PASSWORD",
                           "TOKEN_TTL",
                           "MONKEY",
                           "MAILCOW_PASS_SCHEME",
                           "PASSWORD_HASHERS",
                           "PASSWORD_HASHER",
                           "JWT_SECRET_ALGO",
                           "PASSWORD_STRENGTH",
                           "PASSWORD_VALIDATORS",
                           "REQUIRE_PASSWORD",
                           "MIN_PASSWORD",
                           "TOKEN_ISSUER",
                           "PASSWORD_AUTHENTICATION"}) {
    INFO(name);
    CHECK_FALSE(model::demand_of(name).has_value());
  }
  CHECK(model::names_a_secret_file("POSTGRES_PASSWORD_FILE"));
  CHECK_FALSE(model::names_a_secret_file("LOG_FILE"));
}

TEST_CASE("an order to replace the value is a placeholder") {
  for (const char* value : {"changeRunnerAuthToken", "your-database-password",
                            "REPLACE_THIS_SECRET", "insert.your.token"}) {
    INFO(value);
    CHECK(judge(value, "RUNNERS_AUTH_TOKEN", Demand::token).strength == Strength::weak);
    CHECK(judge(value, "DB_PASSWORD").reason == "a placeholder that was never replaced");
  }
  CHECK(judge("setKq7Tz2MnXvRt4WzY6nQ", "API_TOKEN", Demand::token).strength
        == Strength::not_judged);
}

TEST_CASE("hostile values are judged in bounded time") {
  CHECK(judge(std::string(5'000'000, 'a')).strength == Strength::weak);
}
