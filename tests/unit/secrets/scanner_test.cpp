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

TEST_CASE("a token of a known prefix in another form is told, as low") {
  // Half as long as it should be, and one that goes along the alphabet.
  CHECK(formats("a.txt", "t = " + std::string("glp") + "at-x8Kd72mQpR4vT1bZ9")
        == std::vector<std::string>{"gitlab-pat/low"});
  CHECK(formats("a.txt", "t = " + std::string("dckr_") + "pat_abcdefghijklmnopqrstuvwxyz1")
        == std::vector<std::string>{"dockerhub-pat/low"});
  CHECK(formats("a.txt", "t = " + std::string("glp") + "at-xxxxxxxxxxxxxxxxxxxx").empty());
  CHECK(formats("a.txt", "a word-glpat-like-this-one").empty());
}

TEST_CASE("a provider's name counts as a word of its own only") {
  const std::string value = "0023452Lllk2KqjLBvaxANWEgTd7bqjsxjo8aZj0wd";
  CHECK(formats("a.yaml", "okta = " + value) == std::vector<std::string>{"okta/critical"});
  const auto found = formats("a.yaml", "rookTable = " + value);
  CHECK((found.empty() || !found[0].ends_with("critical")));
  const std::string revision = "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0";
  CHECK(formats("ci.yaml", "uses: gitea/gitea@" + revision).empty());
}

TEST_CASE("logins on command lines, also over several lines and in quotes") {
  const std::string password = "d2LkV78zLx!t";
  CHECK(formats("a.sh", "curl https://db \\\n  -H 'A: b' \\\n  -u app:" + password + "\n").size()
        == 1);
  CHECK(formats("a.sh", "curl --user app:'" + password + "' https://db\n").size() == 1);
  CHECK(formats("a.sh", "curl -u \"" + password + ":\" https://db\n").size() == 1);
  CHECK(formats("a.sh", "curl -u \":" + password + "\" https://db\n").size() == 1);
  CHECK(formats("a.bat", "psexec \\\\host -u admin -p " + password + " cmd\n").size() == 1);
  CHECK(formats("a.ps1", "Connect-VIServer vc -User a@b -Password " + password + "\n").size() == 1);
  CHECK(formats("a.sh", "curl -u \"$USER:$PASSWORD\" https://db\n").empty());
  CHECK(formats("a.sh", "echo done\n  -u app:" + password + "\n").empty());
}

TEST_CASE("connection strings, elements with attributes, names of one word") {
  const std::string password = "d2LkV78zLx!t";
  CHECK(formats("a.txt", "jdbc:sqlserver://db:1433;user=sa;password=" + password + "\n").size()
        == 1);
  CHECK(formats("a.xml", "<password name=\"db\">" + password + "</password>\n").size() == 1);
  CHECK(formats("a.xml", "<password name=\"db\"/>\n<other>" + password + "</other>\n").empty());
  CHECK(formats("a.yaml", "jwtsecret: " + password + "x9\n").size() == 1);
  CHECK(formats("a.txt", "password for user 'app' is '" + password + "'\n").size() == 1);
  CHECK(formats("a.txt", "SHOTSTACK_KEY=abc123def456\n")
        == std::vector<std::string>{"secret-assignment/low"});
  CHECK(formats("a.yaml", "primary_key: abc123def456\n").empty());
  CHECK(formats("a.json", R"({"pass_mask64": "0x81103c1452dd61cd"})").empty());
}

TEST_CASE("a placeholder in an address is low in settings, and nothing in documents") {
  CHECK(formats("a.yaml", "url: postgres://user:password@db/app")
        == std::vector<std::string>{"url-password/low"});
  CHECK(formats("a.md", "postgres://user:password@host").empty());
}

TEST_CASE("a web token is one only with whole JSON objects") {
  const std::string body =
      "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ";
  const std::string signature = ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
  CHECK(formats("a.txt", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + body + signature).size() == 1);
  for (const std::string& id :
       formats("a.txt", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ." + body + signature)) {
    CHECK(id.ends_with("/low"));
  }
}

TEST_CASE("the names in a Kubernetes secret are no secrets, its passwords are") {
  const std::string text = "apiVersion: v1\nkind: Secret\ndata:\n  username: c29tZWJvZHk=\n"
                           "  password: ZDJMa1Y3OHpMeCF0\n";
  const auto found = formats("secret.yaml", text);
  REQUIRE(found.size() == 2);
  CHECK(found[0] == "k8s-secret/low");
  CHECK(found[1].ends_with("/high"));
}
