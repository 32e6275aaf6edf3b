// SPDX-License-Identifier: Apache-2.0
#include "secrets/scanner.hpp"

#include <algorithm>
#include <string>

#include "catch.hpp"

using namespace secaudit::secrets;

namespace {

const Scanner& scanner() {
  static const Scanner instance;
  return instance;
}

// Joined at run time, so that the repository's own scan stays quiet.
const std::string aws_key = std::string("AKIA") + "Y34FZKBOKMUTVV7A";
const std::string key_begin = std::string("-----BEGIN ") + "PRIVATE KEY-----\n";
const std::string key_end = std::string("-----END ") + "PRIVATE KEY-----\n";
const std::string key_body = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v1VWguU9aZlqn0pOUtZ0RrYHz2ZFqYfTqOQ2m\n";

std::vector<std::string> formats(std::string_view path, std::string_view text) {
  std::vector<std::string> ids;
  for (const Match& match : scanner().scan(path, text)) {
    ids.push_back(match.format + "/" + match.severity);
  }
  return ids;
}

} // namespace

TEST_CASE("tokens are found with their place and shown masked only") {
  const std::string text = "key = \"" + aws_key + "\"\n";
  const auto found = scanner().scan("settings.py", text);
  REQUIRE(found.size() == 1);
  CHECK(text.substr(found[0].begin, found[0].end - found[0].begin) == aws_key);
  CHECK(found[0].masked == "AK… (20 characters)");
}

TEST_CASE("tokens that cannot be real are not told as real") {
  CHECK(formats("a.txt", "id AKIA"
                         "AAAAAAAAAAAAAAAA")
            .empty());
  CHECK(formats("a.txt", "xx" + aws_key).empty());
  CHECK(formats("a.txt", aws_key + "7").empty());
  const auto example = formats("a.txt", "AKIAIOSF"
                                        "ODNN7EXAMPLE");
  CHECK((example.empty() || example[0].ends_with("/low")));
}

TEST_CASE("private keys: real, encrypted, header only") {
  CHECK(formats("k.pem", key_begin + key_body + key_end)
        == std::vector<std::string>{"private-key/critical"});
  CHECK(formats("k.pem",
                std::string("-----BEGIN ") + "ENCRYPTED PRIVATE KEY-----\n" + key_body + key_end)
        == std::vector<std::string>{"private-key/low"});
  CHECK(formats("parser.c", "if (starts_with(line, \"" + std::string("-----BEGIN ")
                                + "PRIVATE KEY-----\")) { return parse(line, \"-----END\"); }")
            .empty());
}

TEST_CASE("passwords in URLs, not their references") {
  CHECK(formats("a.yaml", "url: postgres://app:hunter2x9@db/app")
        == std::vector<std::string>{"url-password/critical"});
  CHECK(formats("a.yaml", "url: https://app:hunter2x9@git.corp.internal/app")
        == std::vector<std::string>{"url-password/high"});
  CHECK(formats("a.yaml", "url: postgres://app:${DB_PASSWORD}@db/app").empty());
  CHECK(formats("a.md", "postgres://user:password@host").empty());
  CHECK(formats("a.html", "https://example.com/path:with@sign").empty());
}

TEST_CASE("environment files have their values judged, templates do not") {
  const std::string text =
      "DB_PASSWORD=k3vPq9w2LmZx\nDEBUG=false\nTOKEN_TTL=36000000\nAPI_TOKEN=${FROM_SHELL}\n";
  CHECK(formats(".env", text) == std::vector<std::string>{"env-assignment/high"});
  CHECK(formats("backend/.env.production", text).size() == 1);
  CHECK(formats(".env.example", text) == std::vector<std::string>{"secret-assignment/low"});
}

TEST_CASE("the pieces in which a file arrives change nothing") {
  std::string text(2'200'000, 'x');
  text[0] = '\n';
  // One token across the end of the first window, one in the overlap, one at the very end.
  for (const std::size_t place :
       {std::size_t{1024 * 1024 - 10}, std::size_t{1024 * 1024 + 65530}, text.size() - 40}) {
    text.replace(place - 1, aws_key.size() + 2, " " + aws_key + " ");
  }
  const auto whole = scanner().scan("a.bin", text);
  REQUIRE(whole.size() == 3);
  for (const std::size_t piece : {std::size_t{1000}, std::size_t{65536}, std::size_t{1'500'000}}) {
    FileScan scan(scanner(), "a.bin");
    for (std::size_t at = 0; at < text.size(); at += piece) {
      scan.feed(std::string_view(text).substr(at, piece));
    }
    const auto found = scan.finish();
    REQUIRE(found.size() == whole.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].begin == whole[i].begin);
      CHECK(found[i].end == whole[i].end);
    }
  }
}

TEST_CASE("file names that speak for themselves") {
  CHECK(judge_file_name("app/.env")->format == "env-file");
  CHECK(judge_file_name("root/.ssh/id_rsa")->severity == "critical");
  CHECK(judge_file_name("home/u/.aws/credentials").has_value());
  CHECK_FALSE(judge_file_name(".env.example").has_value());
  CHECK_FALSE(judge_file_name("root/.ssh/id_rsa.pub").has_value());
  CHECK_FALSE(judge_file_name("usr/lib/python3/dist-packages/certifi/x.key").has_value());
  CHECK_FALSE(judge_file_name("src/monkey").has_value());
}
