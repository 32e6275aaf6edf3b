// SPDX-License-Identifier: Apache-2.0
// Apache, HAProxy, nginx-proxy, and Traefik's TOML.
#include "project/compose/load.hpp"
#include "project/proxy/read.hpp"
#include "project/proxy/toml_flat.hpp"

#include <map>
#include <string>
#include <vector>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

std::vector<model::ProxyConfig> read(support::MemoryHost& host, const std::string& compose) {
  host.add_file("/project/compose.yaml", compose);
  project::compose::LoadRequest request;
  request.working_directory = "/project";
  auto project = project::compose::load(host, request);
  REQUIRE(project);
  model::Subjects subjects;
  subjects.project = *std::move(project);
  std::vector<model::Gap> gaps;
  return project::proxy::read_all(host, subjects, gaps);
}

std::string headers_of(const model::ProxyLocation& location) {
  std::string out;
  for (const model::HeaderSetting& header : location.headers) {
    out += header.name + "=" + header.value + (header.always ? "!" : "") + " ";
  }
  return out;
}

} // namespace

TEST_CASE("Apache: virtual hosts, the two header tables, proxied paths") {
  support::MemoryHost host;
  host.add_file("/project/httpd/httpd.conf", R"(ServerRoot "/usr/local/apache2"
Listen 80
Listen 443
ServerTokens Prod
Header set X-Frame-Options DENY
<IfModule ssl_module>
Header always set X-Only-With-Ssl 1
</IfModule>
LoadModule headers_module modules/mod_headers.so
Include conf/extra/*.conf
)");
  host.add_file("/project/httpd/extra/site.conf", R"(<VirtualHost *:80>
  ServerName app.example.com
  Redirect permanent / https://app.example.com/
</VirtualHost>
<VirtualHost *:443>
  ServerName app.example.com
  SSLEngine on
  SSLProtocol all -SSLv3 -TLSv1
  Header always set Strict-Transport-Security \
    "max-age=31536000; includeSubDomains"
  ProxyPass /api http://backend:5000/
  <Location /static>
    Header set Cache-Control public
    Header unset X-Frame-Options
  </Location>
</VirtualHost>
)");
  const auto configs = read(host, R"(services:
  web:
    image: httpd:2.4
    ports: ["443:443"]
    volumes:
      - ./httpd/httpd.conf:/usr/local/apache2/conf/httpd.conf
      - ./httpd/extra:/usr/local/apache2/conf/extra
)");
  REQUIRE(configs.size() == 1);
  CHECK(configs[0].kind == "apache");
  CHECK(configs[0].diagnostics.empty());
  REQUIRE(configs[0].servers.size() == 2);
  CHECK(configs[0].servers[0].redirects_to_https);
  const model::ProxyServer& tls = configs[0].servers[1];
  CHECK(tls.listeners.at(0).tls);
  CHECK(tls.names.at(0) == "app.example.com");
  CHECK(tls.server_tokens->value == "Prod");
  CHECK(headers_of(tls.locations.at(0))
        == "X-Frame-Options=DENY "
           "Strict-Transport-Security=max-age=31536000; includeSubDomains! ");
  REQUIRE(tls.locations.size() == 3);
  CHECK(tls.locations[1].path == "/api");
  CHECK(tls.locations[1].upstream == "http://backend:5000/");
  CHECK(headers_of(tls.locations[2])
        == "Strict-Transport-Security=max-age=31536000; includeSubDomains! Cache-Control=public ");
  CHECK(tls.locations[2].headers[0].span.begin.line == 9);
}

TEST_CASE("Apache: a section that is closed wrongly is told") {
  support::MemoryHost host;
  host.add_file("/project/httpd.conf", "<Location /a>\n</Directory>\n</Location>\n");
  const auto configs = read(host, R"(services:
  web:
    image: httpd:2.4
    volumes: ["./httpd.conf:/usr/local/apache2/conf/httpd.conf"]
)");
  REQUIRE(configs.size() == 1);
  REQUIRE(configs[0].diagnostics.size() == 1);
  CHECK(configs[0].diagnostics[0].span.begin.line == 2);
}

TEST_CASE("HAProxy: a rate limit is a counter, a track and a refusal") {
  const std::string refusal =
      GENERATE(std::string(""), std::string("  http-request deny if { sc_http_req_rate(0) gt 20 }"),
               std::string("  acl flood sc_http_req_rate(0) gt 20\n  http-request deny if flood"));
  support::MemoryHost host;
  host.add_file("/project/haproxy.cfg", R"(global
  ssl-default-bind-options ssl-min-ver TLSv1.0
frontend web
  bind *:80
  bind *:443 ssl crt /certs/site.pem # ours
  http-request redirect scheme https unless { ssl_fc }
  http-after-response set-header Strict-Transport-Security "max-age=31536000"
  http-response set-header X-Frame-Options DENY
  http-response set-header X-Sometimes 1 if { path /a }
  stick-table type ip size 100k expire 30s store http_req_rate(10s)
  http-request track-sc0 src
)" + refusal + R"(
  default_backend app
backend app
  http-response del-header X-Frame-Options
  server s1 backend:5000 check
)");
  const auto configs = read(host, R"(services:
  lb:
    image: haproxy:3.0
    ports: ["443:443"]
    volumes: ["./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro"]
)");
  REQUIRE(configs.size() == 1);
  REQUIRE(configs[0].servers.size() == 1);
  const model::ProxyServer& web = configs[0].servers[0];
  CHECK(web.redirects_to_https);
  CHECK(web.listeners.size() == 2);
  CHECK(web.listeners.at(1).tls);
  CHECK(web.listeners.at(1).port == 443);
  CHECK(web.ssl_protocols->value == "TLSv1");
  REQUIRE(web.locations.size() == 2);
  CHECK(headers_of(web.locations[0])
        == "Strict-Transport-Security=max-age=31536000! X-Frame-Options=DENY ");
  CHECK(headers_of(web.locations[1]) == "Strict-Transport-Security=max-age=31536000! ");
  CHECK(web.locations[1].upstream == "backend:5000");
  CHECK(web.locations[1].limits.size() == (refusal.empty() ? 0 : 1));
}

TEST_CASE("nginx-proxy: TLS only with a certificate, HSTS lost by a location file") {
  const bool companion = GENERATE(true, false);
  support::MemoryHost host;
  host.add_file("/project/vhost.d/app.example.com_location",
                "add_header Cache-Control no-store;\n");
  const auto configs = read(host, std::string(R"(services:
  proxy:
    image: nginxproxy/nginx-proxy:1.6
    ports: ["80:80", "443:443"]
    volumes: ["./vhost.d:/etc/nginx/vhost.d:ro"]
  app:
    image: example/app:1
    environment:
      VIRTUAL_HOST: app.example.com
      LETSENCRYPT_HOST: app.example.com
)") + (companion ? "  acme:\n    image: nginxproxy/acme-companion:2.5\n" : ""));
  REQUIRE(configs.size() == 1);
  CHECK(configs[0].service == "proxy");
  const auto& servers = configs[0].servers;
  REQUIRE(servers.size() == (companion ? 3 : 2));
  CHECK(servers[1].redirects_to_https == companion);
  CHECK(servers.back().listeners.at(0).tls == companion);
  const model::ProxyLocation& location = servers.back().locations.at(1);
  CHECK(location.upstream == "http://app:80");
  CHECK(headers_of(location) == "Cache-Control=no-store ");
  CHECK(location.dropped.size() == (companion ? 1 : 0));
}

TEST_CASE("Traefik reads TOML and arguments with a blank; chains that go in circles end") {
  support::MemoryHost host;
  host.add_file("/project/dynamic.toml", R"toml([http.routers.app]
  rule = "Host(`app.example.com`)"
  middlewares = ["sec@file", 'loop']
  service = "app"
  [http.routers.app.tls]
[http.middlewares.loop.chain]
middlewares = ["loop", "limit"]
[http.middlewares]
sec.headers = { stsSeconds = 31536000, frameDeny = true }
limit.rateLimit = { average = 100, burst = 50 }
)toml");
  const auto configs = read(host, R"(services:
  traefik:
    image: traefik:v3.1
    command: ["--entrypoints.web.address", ":443", "--providers.file.filename=/dynamic.toml"]
    ports: ["443:443"]
    volumes: ["./dynamic.toml:/dynamic.toml:ro"]
)");
  REQUIRE(configs.size() == 1);
  REQUIRE(configs[0].servers.size() == 1);
  CHECK(configs[0].servers[0].listeners.at(0).port == 443);
  CHECK(configs[0].servers[0].listeners.at(0).tls);
  const model::ProxyLocation& app = configs[0].servers[0].locations.at(1);
  CHECK(headers_of(app) == "Strict-Transport-Security=max-age=31536000! X-Frame-Options=DENY! ");
  REQUIRE(app.limits.size() == 1);
  CHECK(app.limits[0].rate == "100");
  CHECK(app.limits[0].span.begin.line == 10);
}

TEST_CASE("TOML as dotted keys") {
  std::map<std::string, std::string> seen;
  const model::FileName file("a.toml");
  const auto sink = [&](const std::string& key, std::string value, const model::Span&) {
    seen[key] = std::move(value);
  };
  CHECK(
      project::proxy::flatten_toml("a = 1 # one\n[b.\"c d\"]\ne.f = \"x\\ty\"\n"
                                   "list = [\n 'p', # q\n \"r\",\n]\n[[t]]\nk = \"\"\"m\nn\"\"\"\n",
                                   file, sink));
  CHECK(seen["a"] == "1");
  CHECK(seen["b.c d.e.f"] == "x\ty");
  CHECK(seen["b.c d.list"] == "p,r");
  CHECK(seen["t.k"] == "m\nn");
  for (const char* broken : {"a = [1, [", "[a", "= 1", "a", "a = {b = {", "a = \"x\n"}) {
    INFO(broken);
    CHECK_FALSE(project::proxy::flatten_toml(broken, file, sink));
  }
}

TEST_CASE("Traefik: a router without TLS beside others answers plain HTTP") {
  support::MemoryHost host;
  const std::string head = R"(services:
  traefik:
    image: traefik:v3.1
    command: ["--entrypoints.web.address=:80", "--providers.docker"]
    ports: ["80:80"]
  app:
    image: example/app:1
    labels:
      traefik.http.routers.app.rule: Host(`app.example.com`)
      traefik.http.routers.app.entrypoints: web
)";
  const std::string other = R"(      traefik.http.routers.old.rule: Host(`old.example.com`)
      traefik.http.routers.old.middlewares: secure
      traefik.http.middlewares.secure.redirectscheme.scheme: https
)";
  CHECK_FALSE(read(host, head).at(0).servers.at(0).redirects_to_https);
  CHECK_FALSE(read(host, head + other).at(0).servers.at(0).redirects_to_https);
  const auto redirected =
      read(host, head + other + "      traefik.http.routers.app.middlewares: secure\n");
  CHECK(redirected.at(0).servers.at(0).redirects_to_https);
  const auto both = read(host, head
                                   + "      traefik.http.routers.tls.rule: Host(`b.example.com`)\n"
                                     "      traefik.http.routers.tls.tls: \"true\"\n");
  REQUIRE(both.at(0).servers.at(0).listeners.size() == 2);
  CHECK(both.at(0).servers.at(0).listeners[0].tls);
  CHECK_FALSE(both.at(0).servers.at(0).listeners[1].tls);
}
