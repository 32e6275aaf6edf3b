// SPDX-License-Identifier: Apache-2.0
#include "base/date.hpp"
#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"

#include <boost/json.hpp>

#include <string>

#include "catch.hpp"

using namespace secaudit::base;

TEST_CASE("JSON errors name their place") {
  const auto result = parse_json("{\n  \"a\": 1,\n  oops\n}");
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().message.rfind("3:3: ", 0) == 0);
  CHECK_FALSE(parse_json("{").has_value());
  CHECK_FALSE(parse_json("{} {}").has_value());
  CHECK_FALSE(parse_json("").has_value());
}

TEST_CASE("deep JSON is refused, not followed") {
  CHECK_FALSE(parse_json(std::string(60000, '[')).has_value());
  CHECK(parse_json(std::string(100, '[') + std::string(100, ']')).has_value());
}

TEST_CASE("members are found without exceptions") {
  const auto value = parse_json(R"({"s": "x", "n": 7, "b": true, "a": []})");
  REQUIRE(value.has_value());
  CHECK(string_at(*value, "s") == "x");
  CHECK(string_at(*value, "n").empty());
  CHECK(text_at(*value, "n") == "7");
  CHECK(integer_at(*value, "n") == 7);
  CHECK(boolean_at(*value, "b") == true);
  CHECK(find(*value, "absent") == nullptr);
}

TEST_CASE("the writer makes valid JSON of anything") {
  JsonWriter writer;
  writer.begin_object()
      .member("text", "a\"\\\n\x01\xff\u202E😀")
      .member("number", 3)
      .key("list")
      .begin_array();
  writer.value(true).null().end_array().key("empty").begin_object().end_object().end_object();
  const std::string text = writer.take();
  const auto back = parse_json(text);
  REQUIRE(back.has_value());
  CHECK(string_at(*back, "text") == "a\"\\\n\x01\uFFFD\u202E😀");
  CHECK(text.find('\x01') == std::string::npos);
  CHECK(text.find("\u202E") == std::string::npos);
}

TEST_CASE("digests agree with the published vectors") {
  // FIPS 180-4 and RFC 4231 test case 2.
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hmac_sha256_hex("Jefe", "what do ya want for nothing?")
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("dates") {
  CHECK(parse_date("2026-02-28") == Date{2026, 2, 28});
  CHECK(parse_date("2026-11-25T10:00:00Z") == Date{2026, 11, 25});
  CHECK_FALSE(parse_date("2026-02-30").has_value());
  CHECK_FALSE(parse_date("25.11.2026").has_value());
  CHECK(days_between({2024, 2, 28}, {2024, 3, 1}) == 2);
  CHECK(to_string(add_days({2026, 12, 31}, 1)) == "2027-01-01");
}
