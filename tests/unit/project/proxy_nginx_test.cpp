// SPDX-License-Identifier: Apache-2.0
#include "model/proxy_levels.hpp"
#include "project/proxy/nginx_lexer.hpp"
#include "project/proxy/nginx_parser.hpp"
#include "project/proxy/read.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;
using project::proxy::Lexer;
using project::proxy::parse_nginx;
using project::proxy::Token;

namespace {

std::vector<std::string> words(const std::string& text) {
  Lexer lexer(text, "nginx.conf");
  std::vector<std::string> out;
  for (Token token = lexer.next(); token.kind != Token::Kind::end; token = lexer.next()) {
    out.push_back(token.text);
    if (token.kind == Token::Kind::error) {
      break;
    }
  }
  return out;
}

model::ProxyConfig read(const std::string& text) {
  support::MemoryHost host;
  host.add_file("/project/site.conf", text);
  return project::proxy::read_nginx(host, "/project/site.conf", "/project");
}

} // namespace

TEST_CASE("words end and quotes act as in nginx") {
  CHECK(words("a b;") == std::vector<std::string>{"a", "b", ";"});
  CHECK(words("a\"b c\"") == std::vector<std::string>{"a\"b", "c\""});
  CHECK(words("x /a#b # c\n;") == std::vector<std::string>{"x", "/a#b", ";"});
  CHECK(words("x ${name}y;") == std::vector<std::string>{"x", "${name}y", ";"});
  CHECK(words("x a{") == std::vector<std::string>{"x", "a", "{"});
  CHECK(words(R"(x "a\"b\.c\n";)") == std::vector<std::string>{"x", "a\"b\\.c\n", ";"});
  CHECK(words("x \"a;\nb\";") == std::vector<std::string>{"x", "a;\nb", ";"});
}

TEST_CASE("text right behind a closing quote is an error") {
  CHECK(words("x \"a\"b;").back().find("unexpected") == 0);
  CHECK(words("x \"open").back().find("never closed") != std::string::npos);
}

TEST_CASE("lines and columns are counted in code points") {
  Lexer lexer("ä bc\n  d", "f");
  CHECK(lexer.next().span.begin == model::Position{1, 1});
  CHECK(lexer.next().span.begin == model::Position{1, 3});
  const Token token = lexer.next();
  CHECK(token.span.begin == model::Position{2, 3});
  CHECK(token.span.end == model::Position{2, 4});
}

TEST_CASE("a word longer than nginx takes is an error, not a buffer") {
  const std::string text = "x " + std::string(5000, 'a') + ";";
  CHECK(words(text).back().find("too long") == 0);
}

TEST_CASE("reading goes on after an error") {
  const auto tree = parse_nginx({"server { listen 80 }\nserver { listen 81; }", "f", 1});
  REQUIRE(tree.diagnostics.size() == 1);
  CHECK(tree.diagnostics.front().message.find("not ended") != std::string::npos);
  REQUIRE(tree.directives.size() == 2);
  CHECK(tree.directives[1].block.front().arguments.front().value == "81");
}

TEST_CASE("Lua is skipped by its own braces") {
  const auto tree = parse_nginx({R"(location / {
  content_by_lua_block { local s = "}" -- }
    local t = { [[ } ]] } }
  root /x;
})",
                                 "f", 1});
  CHECK(tree.diagnostics.empty());
  REQUIRE(tree.directives.size() == 1);
  CHECK(tree.directives.front().block.size() == 2);
}

TEST_CASE("deep nesting ends with a message") {
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += "a {";
  }
  CHECK(!parse_nginx({text, "f", 1}).diagnostics.empty());
}

TEST_CASE("one add_header of its own drops all headers from outside") {
  const auto config = read(R"(add_header A 1 always;
server {
  listen 443 ssl;
  location /none/ { expires 1d; }
  location /own/ { add_header B 2; }
  location /empty/ { add_header C ""; }
})");
  REQUIRE(config.servers.size() == 1);
  const auto& locations = config.servers.front().locations;
  REQUIRE(locations.size() == 4);
  CHECK(locations[1].headers.size() == 1);
  CHECK(locations[2].headers.front().name == "B");
  REQUIRE(locations[2].dropped.size() == 1);
  CHECK(locations[2].dropped.front().name == "A");
  CHECK(locations[2].dropped_by->begin.line == 5);
  CHECK(locations[3].headers.empty());
  CHECK(locations[3].dropped.size() == 1);
}

TEST_CASE("add_header_inherit decides over inheritance") {
  const auto config = read(R"(server {
  add_header A 1;
  location /merge/ { add_header_inherit merge; add_header B 2; }
  location /off/ { add_header_inherit off; }
  location /on/ { add_header_inherit on; add_header B 2; }
})");
  const auto& locations = config.servers.front().locations;
  CHECK(locations[1].headers.size() == 2);
  CHECK(locations[1].dropped.empty());
  CHECK(locations[2].headers.empty());
  CHECK(locations[3].headers.size() == 1);
}

TEST_CASE("listeners, redirects and limits are told") {
  const auto config = read(R"(limit_req_zone $binary_remote_addr zone=api:10m rate=5r/s;
server {
  listen 80;
  location /.well-known/acme-challenge/ { root /acme; }
  location / { return 301 https://$host$request_uri; }
}
server {
  listen [::]:443 ssl default_server;
  server_name a.example;
  limit_req zone=api burst=5;
  location /api/ { proxy_pass http://backend:5000; }
})");
  REQUIRE(config.servers.size() == 2);
  CHECK(config.servers[0].redirects_to_https);
  CHECK(!config.servers[0].listeners.front().tls);
  CHECK(config.servers[1].listeners.front().tls);
  CHECK(config.servers[1].listeners.front().port == 443);
  const auto& api = config.servers[1].locations[1];
  CHECK(api.upstream == "http://backend:5000");
  REQUIRE(api.limits.size() == 1);
  CHECK(api.limits.front().key == "$binary_remote_addr");
  CHECK(api.limits.front().rate == "5r/s");
}

TEST_CASE("included files are spliced in with the way they came") {
  support::MemoryHost host;
  host.add_file("/project/nginx/nginx.conf", "http { include conf.d/*.conf; }");
  host.add_file("/project/nginx/conf.d/a.conf",
                "server { include /etc/nginx/snippets/headers.conf; include gone.conf; }");
  host.add_file("/project/nginx/snippets/headers.conf", "add_header A 1;");
  const auto config = project::proxy::read_nginx(host, "/project/nginx/nginx.conf", "/project");
  const auto headers = model::anywhere(config.directives, "add_header");
  REQUIRE(headers.size() == 1);
  CHECK(headers.front()->span.file.str() == "nginx/snippets/headers.conf");
  CHECK(headers.front()->include_chain.size() == 2);
  REQUIRE(config.diagnostics.size() == 1);
  CHECK(!config.diagnostics.front().fatal);
  CHECK(config.servers.front().locations.front().opaque);
}

TEST_CASE("an include that leads back to itself ends") {
  support::MemoryHost host;
  host.add_file("/project/nginx.conf", "include nginx.conf;\ninclude other.conf;");
  host.add_file("/project/other.conf", "include nginx.conf;");
  const auto config = project::proxy::read_nginx(host, "/project/nginx.conf", "/project");
  CHECK(!config.diagnostics.empty());
}

TEST_CASE("what nginx refuses to start with is told with its place") {
  const auto first_of = [](const std::string& text) {
    const auto config = read(text);
    return config.diagnostics.empty()
               ? std::string()
               : config.diagnostics[0].message + " " + model::to_string(config.diagnostics[0].span);
  };
  CHECK(first_of("server { listen 80\n return 204; }")
        == "invalid parameter \"return\" of listen site.conf:2:2");
  CHECK(first_of("server { root /a;\n root /b; }")
        == "\"root\" directive is duplicate (line 1 has it already) site.conf:2:2");
  CHECK(first_of("server { location / { proxy_pass http://a; proxy_pass http://b; } }")
            .starts_with("\"proxy_pass\" directive is duplicate"));
  for (const char* fine :
       {"server { listen 443 ssl http2 default_server reuseport so_keepalive=on; }",
        "server { listen 80; listen 8080 ${FLAGS}; root /a; location / { root /b; } }",
        "stream { server { listen 1 udp; proxy_pass a:1; } }",
        "server { index a; index b; access_log off; access_log /x; add_header A b; add_header A c; "
        "}"}) {
    INFO(fine);
    CHECK(first_of(fine).empty());
  }
}
