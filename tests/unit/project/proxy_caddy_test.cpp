// SPDX-License-Identifier: Apache-2.0
// What `header` and `handle_errors` of a Caddyfile send, by Caddy's version.
#include "project/proxy/caddyfile.hpp"

#include <string>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

model::ProxyServer site(const std::string& text, std::string_view version = {}) {
  const support::MemoryHost host;
  project::proxy::ContainerView view(host, "/project");
  view.add_text("/etc/caddy/Caddyfile", {text, model::FileName("Caddyfile"), 1});
  const auto config = project::proxy::read_caddyfile(view, "/etc/caddy/Caddyfile", {}, version);
  REQUIRE(config);
  REQUIRE(config->servers.size() == 1);
  return config->servers.front();
}

} // namespace

TEST_CASE("Caddy: a default gives way to the upstream, a replacement sets nothing") {
  const auto server = site(":80 {\n header ?X-Frame-Options DENY\n header Location http https\n"
                           " header {\n  Server a b\n }\n reverse_proxy app:1\n}\n");
  const auto& headers = server.locations.front().headers;
  REQUIRE(headers.size() == 1);
  CHECK(headers[0].name == "X-Frame-Options");
  CHECK(headers[0].if_absent);
}

TEST_CASE("Caddy: `>` sets when the answer is written, from 2.7 on") {
  const std::string text = ":80 {\n header >X-Frame-Options DENY\n}\n";
  for (const char* version : {"", "2", "2.7", "2.10.0", "latest", "alpine"}) {
    INFO(version);
    REQUIRE(site(text, version).locations.front().headers.size() == 1);
    CHECK_FALSE(site(text, version).locations.front().headers[0].always);
  }
  for (const char* version : {"2.6", "2.6.2", "2.0-alpine"}) {
    INFO(version);
    CHECK(site(text, version).locations.front().headers.empty());
  }
}

TEST_CASE("Caddy: what handle_errors repeats is on every answer") {
  const std::string block = " header {\n  X-Frame-Options DENY\n  -Server\n }\n";
  CHECK_FALSE(site(":80 {\n" + block + "}\n").locations.front().headers.at(0).always);
  const auto all = site(":80 {\n" + block + " handle_errors {\n" + block + " }\n}\n");
  CHECK(all.locations.front().headers.at(0).always);
  REQUIRE(all.locations.size() == 2);
  CHECK(all.locations[1].internal);
  CHECK(all.locations[1].path == "handle_errors");
  const auto some = site(":80 {\n" + block + " handle_errors 404 {\n" + block + " }\n}\n");
  CHECK_FALSE(some.locations.front().headers.at(0).always);
}

TEST_CASE("Caddy: a name without a port is on 443, with TLS unless that is off") {
  CHECK(site("shop.test {\n}\n").listeners.at(0).tls);
  const auto off = site("{\n auto_https off\n}\nshop.test {\n}\n").listeners.at(0);
  CHECK(off.port == 443);
  CHECK_FALSE(off.tls);
  CHECK(site(":8080 {\n}\n").listeners.at(0).port == 8080);
  CHECK(site("http://shop.test {\n}\n").listeners.at(0).port == 80);
}
