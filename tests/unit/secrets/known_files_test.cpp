// SPDX-License-Identifier: Apache-2.0
#include "secrets/scanner.hpp"

#include <string>
#include <vector>

#include "catch.hpp"

using namespace secaudit::secrets;

namespace {

/// The secrets of a file, as text.
std::vector<std::string> secrets_of(std::string_view path, const std::string& text) {
  static const Scanner scanner;
  std::vector<std::string> found;
  for (const Match& match : scanner.scan(path, text)) {
    found.push_back(text.substr(match.begin, match.end - match.begin));
  }
  return found;
}

using Secrets = std::vector<std::string>;

} // namespace

TEST_CASE("files of programs that log in") {
  CHECK(secrets_of(".pgpass", "# host:port:db:user:password\nlocalhost:5432:d\\:b:root:p\\:ss\n")
        == Secrets{"p\\:ss"});
  CHECK(secrets_of(".netrc", "machine a login b\n  password pass123\nmachine c login d\n")
        == Secrets{"pass123"});
  CHECK(secrets_of(".git-credentials", "https://me:pa@ss1@github.com\nhttps://github.com\n")
        == Secrets{"pa@ss1"});
  CHECK(secrets_of(".my.cnf", "[client]\nuser=app\npassword=letmein\n") == Secrets{"letmein"});
  CHECK(secrets_of(".pypirc", "[pypi]\nusername = a\npassword = letmein1\n")
        == Secrets{"letmein1"});
  CHECK(secrets_of("home/.docker/config.json", R"({"auths":{"r":{"auth":"YWRtaW46aHVudGVy"}}})")
        == Secrets{"YWRtaW46aHVudGVy"});
}

TEST_CASE("references and empty values are no secrets") {
  CHECK(secrets_of(".npmrc", "//npm.example.com/:_authToken=${NPM_TOKEN}\n_auth=\n").empty());
  CHECK(secrets_of(".my.cnf", "[client]\npassword=\n#password=letmein\n").empty());
  CHECK(secrets_of("x.tfstate", R"({"attributes":{"password":null,"token":""}})").empty());
  CHECK(secrets_of("settings.xml", "<server><password>${env.PW}</password></server>").empty());
  CHECK(
      secrets_of("nuget.config", R"(<add key="ClearTextPassword" value="%NUGET_PW%" />)").empty());
}

TEST_CASE("files of tools that keep passwords") {
  CHECK(secrets_of("filezilla.xml", "<Pass>letmein</Pass>") == Secrets{"letmein"});
  CHECK(secrets_of("sitemanager.xml", "<Pass encoding=\"base64\">bGV0bWVpbg==</Pass>")
        == Secrets{"bGV0bWVpbg=="});
  CHECK(secrets_of("sftp-config.json", "{\"user\": \"a\", \"password\": \"hunter22\"}")
        == Secrets{"hunter22"});
  CHECK(secrets_of("etc/shadow",
                   "root:*:1::\nubuntu:$6$LnUhhUi45srUKt9i$4Hp6VRTOB2mxvsYH8mwsCfBryg6hCbm4:1:\n")
            .size()
        == 1);
  CHECK(secrets_of("config/master.key", "3ebf21f8e5d1ab86b27a720842c3bb56").size() == 1);
  CHECK(secrets_of("wp-config.php", "define( 'DB_PASSWORD', 'admin' );\n") == Secrets{"admin"});
}

TEST_CASE("Kubernetes secrets: data in base64 and in clear, no sealed ones") {
  const std::string data = "apiVersion: v1\nkind: Secret\ndata:\n  password: aHVudGVyMjI=\n";
  CHECK(secrets_of("db.yaml", data) == Secrets{"aHVudGVyMjI="});
  CHECK(secrets_of("db.yaml", "kind: Secret\nstringData:\n  p: hunter22\n") == Secrets{"hunter22"});
  CHECK(secrets_of("db.yaml", "kind: ConfigMap\ndata:\n  motd: aHVudGVyMjI=\n").empty());
}
