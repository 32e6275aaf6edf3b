// SPDX-License-Identifier: Apache-2.0
#include "project/compose/load.hpp"
#include "project/dockerfile/parse.hpp"
#include "project/proxy/read.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

std::vector<model::ProxyConfig> read(support::MemoryHost& host, const std::string& compose,
                                     std::vector<model::Gap>* told = nullptr) {
  host.add_file("/project/compose.yaml", compose);
  project::compose::LoadRequest request;
  request.working_directory = "/project";
  auto project = project::compose::load(host, request);
  REQUIRE(project);
  model::Subjects subjects;
  for (const model::Service& service : project->services) {
    if (service.build) {
      auto use = project::dockerfile::read_for_service(host, service, "/project");
      REQUIRE(use);
      subjects.dockerfiles.push_back(*std::move(use));
    }
  }
  subjects.project = *std::move(project);
  std::vector<model::Gap> gaps;
  auto configs = project::proxy::read_all(host, subjects, gaps);
  if (told != nullptr) {
    *told = gaps;
  }
  return configs;
}

} // namespace

TEST_CASE("a mounted nginx configuration is found with its service") {
  support::MemoryHost host;
  host.add_file("/project/nginx/site.conf", "server { listen 443 ssl; }");
  const auto configs = read(host, R"(services:
  web:
    image: nginx:1.27
    volumes: ["./nginx:/etc/nginx/conf.d:ro"]
)");
  REQUIRE(configs.size() == 1);
  CHECK(configs.front().service == "web");
  CHECK(configs.front().file.str() == "nginx/site.conf");
  CHECK(configs.front().servers.front().listeners.front().tls);
}

TEST_CASE("a mounted configuration that is not there is a gap") {
  support::MemoryHost host;
  std::vector<model::Gap> gaps;
  const auto configs = read(host, R"(services:
  web:
    image: nginx:1.27
    volumes: ["./gone.conf:/etc/nginx/nginx.conf:ro"]
)",
                            &gaps);
  CHECK(configs.empty());
  REQUIRE(gaps.size() == 1);
  CHECK(gaps.front().span.begin.line == 4);
}

TEST_CASE("a template gets the variables that are defined and keeps the others") {
  support::MemoryHost host;
  host.add_file("/project/Dockerfile",
                "FROM nginx:1.27\nCOPY default.conf.template /etc/nginx/templates/\n");
  host.add_file("/project/default.conf.template",
                "server { listen ${PORT} ssl; server_name $DOMAIN; return 301 https://$host; }");
  const auto configs = read(host, R"(services:
  web:
    build: .
    environment: {PORT: "8443", DOMAIN: app.example.com}
)");
  REQUIRE(configs.size() == 1);
  const auto& server = configs.front().servers.front();
  CHECK(server.listeners.front().port == 8443);
  CHECK(server.names == std::vector<std::string>{"app.example.com"});
  CHECK(server.locations.front().returns);
}

TEST_CASE("inline configs are read at their place in the compose file") {
  support::MemoryHost host;
  const auto configs = read(host, R"(services:
  web:
    image: nginx:1.27
    configs:
      - source: site
        target: /etc/nginx/conf.d/default.conf
configs:
  site:
    content: |
      server {
        listen 80;
      }
)");
  REQUIRE(configs.size() == 1);
  CHECK(configs.front().servers.front().span.begin.line == 10);
}

TEST_CASE("Caddy decides over HTTPS by the address") {
  support::MemoryHost host;
  host.add_file("/project/Caddyfile", R"(app.example.com {
  header {
    Strict-Transport-Security "max-age=31536000"
    X-Frame-Options DENY
  }
  handle /api/* {
    reverse_proxy backend:5000
  }
}
http://plain.example.com {
  respond "hello"
}
)");
  const auto configs = read(host, R"(services:
  web:
    image: caddy:2
    volumes: ["./Caddyfile:/etc/caddy/Caddyfile:ro"]
)");
  REQUIRE(configs.size() == 1);
  REQUIRE(configs.front().servers.size() == 2);
  const auto& site = configs.front().servers.front();
  CHECK(site.listeners.front().tls);
  CHECK(site.redirects_to_https);
  CHECK(site.locations.front().headers.size() == 2);
  REQUIRE(site.locations.size() == 2);
  CHECK(site.locations[1].upstream == "backend:5000");
  CHECK(site.locations[1].headers.size() == 2);
  CHECK(!configs.front().servers[1].listeners.front().tls);
}

TEST_CASE("Traefik is read from arguments and labels; an unattached middleware does not count") {
  support::MemoryHost host;
  const auto configs = read(host, R"(services:
  proxy:
    image: traefik:v3.2
    command:
      - --entrypoints.web.address=:80
      - --entrypoints.web.http.redirections.entrypoint.to=websecure
      - --entrypoints.websecure.address=:443
  app:
    image: example/app:1
    labels:
      traefik.http.routers.app.rule: Host(`app.example.com`)
      traefik.http.routers.app.entrypoints: websecure
      traefik.http.routers.app.tls.certresolver: le
      traefik.http.routers.app.middlewares: limit@docker
      traefik.http.middlewares.limit.ratelimit.average: "100"
      traefik.http.middlewares.headers.headers.stsSeconds: "31536000"
)");
  REQUIRE(configs.size() == 1);
  CHECK(configs.front().kind == "traefik");
  REQUIRE(configs.front().servers.size() == 2);
  const auto& web = configs.front().servers[0];
  const auto& secure = configs.front().servers[1];
  CHECK(web.redirects_to_https);
  CHECK(!web.listeners.front().tls);
  CHECK(secure.listeners.front().tls);
  REQUIRE(secure.locations.size() == 2);
  CHECK(secure.locations[1].limits.size() == 1);
  CHECK(secure.locations[1].headers.empty());
}
