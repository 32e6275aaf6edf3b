// SPDX-License-Identifier: Apache-2.0
#include "rules/shown_text.hpp"

#include <string>

#include "catch.hpp"

namespace secaudit::rules {
namespace {

bool hides(const std::string& text) {
  return shown_text(text).find("hunter22") == std::string::npos;
}

TEST_CASE("what a rule shows of a command holds no secret") {
  CHECK(hides("curl -u admin:hunter22pw https://example.com"));
  CHECK(hides("curl -H 'Authorization: Bearer hunter22pw' https://example.com"));
  CHECK(hides("pip install -i https://ci:hunter22pw@example.com/simple flask"));
  CHECK(hides("mysql --password hunter22pw"));
  CHECK(hides("mysql --password=hunter22pw"));
  CHECK(hides("DB_PASSWORD=hunter22pw ./migrate"));
  CHECK(hides("CMD /bin/sh -c DB_PASSWORD=\"hunter22 pw\" ./run"));
  CHECK(hides("ENV DB_PASSWORD hunter22pw"));
  CHECK(hides("ENV DB_PASSWORD=\"hunter22 with blanks\""));
  CHECK(hides("RUN echo root:hunter22pw | chpasswd"));
  CHECK(hides("npm config set //npm.example.com/:_authToken hunter22pw"));
  CHECK(hides("aws configure set aws_secret_access_key hunter22pw"));
  CHECK(hides("ConvertTo-SecureString 'hunter22pw' -AsPlainText"));
}

TEST_CASE("the rest of a command stays as it is, in one short line") {
  CHECK(shown_text("apt-get install -y  curl") == "apt-get install -y  curl");
  CHECK(shown_text("ENV DB_PASSWORD=$SECRET A=b") == "ENV DB_PASSWORD=$SECRET A=b");
  CHECK(shown_text("ENV DB_PASSWORD_FILE=/run/secrets/db")
        == "ENV DB_PASSWORD_FILE=/run/secrets/db");
  CHECK(shown_text("docker run -u 1000:1000 x") != "");
  CHECK(shown_text("echo \x1b[31m").find('\x1b') == std::string::npos);
  CHECK(shown_text(std::string(1'000'000, 'a')).size() < 200);
  CHECK(shown_text("") == "");
}

} // namespace
} // namespace secaudit::rules
