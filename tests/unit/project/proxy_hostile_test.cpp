// SPDX-License-Identifier: Apache-2.0
// Configurations that are made to keep the readers busy: they end, within bounds.
#include "base/limits.hpp"
#include "project/proxy/read.hpp"

#include <ctime>
#include <string>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

/// Each snippet imports the one before ten times.
std::string snippet_bomb() {
  std::string out = "(s0) {\n header X {args[0]}{args[0]}\n}\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "s" + std::to_string(i - 1);
    out += "(s" + std::to_string(i) + ") {\n" + repeated(" import " + before + " {args[0]}\n", 10)
           + "}\n";
  }
  return out + ":80 {\n import s39 aaaaaaaa\n}\n";
}

struct Case {
  const char* name;
  std::string text;
};

} // namespace

TEST_CASE("hostile configurations end soon and stay small") {
  const auto one = GENERATE(
      Case{"deep.conf", repeated("location / {", 200'000)},
      Case{"long.conf", "server { add_header X \"" + std::string(8'000'000, 'a') + "\"; }"},
      Case{"many.conf",
           "server { " + repeated("location /x { proxy_pass http://u; }\n", 20'000) + "}"},
      Case{"headers.conf", "server { " + repeated("add_header A b; ", 50'000)
                               + repeated("location /x { return 200; }\n", 5'000) + "}"},
      Case{"servers.conf", repeated("server { listen 80; server_name a; }\n", 20'000)},
      Case{"zones.conf", repeated("limit_req_zone $a zone=b:1m rate=1r/s;\n", 20'000) + "server { "
                             + repeated("limit_req zone=b; ", 20'000) + "}"},
      Case{"words.conf", repeated("a ", 2'000'000) + ";"},
      Case{"locations.conf",
           "server { " + repeated("location /a { add_header X b; }", 90'000) + "}"},
      Case{"includes.conf", repeated("include *.conf;", 100'000)},
      Case{"Caddyfile", ":80 {\n" + repeated("a ", 2'000'000) + "\n}\n"},
      Case{"Caddyfile", repeated("a {\n", 1'000'000)},
      Case{"cycle.conf", "include cycle.conf;\ninclude *.conf;\n"},
      Case{"Caddyfile", snippet_bomb()}, Case{"Caddyfile", repeated("a {\n", 200'000)},
      Case{"haproxy.cfg", "frontend a\n" + repeated(" use_backend b1\n", 20'000) + "backend b1\n"
                              + repeated(" http-response add-header A b\n", 3'000)},
      Case{"httpd.conf", repeated("<Location />\n", 100'000)},
      Case{"httpd.conf",
           repeated("Header set A b\n", 5'000) + repeated("<Location /a>\n</Location>\n", 20'000)});
  support::MemoryHost host;
  host.add_file(std::string("/project/") + one.name, one.text);
  INFO(one.name);
  const std::clock_t begin = std::clock();
  const auto config =
      project::proxy::read_file(host, std::string("/project/") + one.name, "/project");
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  // Without optimisation and with sanitizers; a release build takes a tenth.
  CHECK(seconds < 10);
  std::size_t headers = 0;
  for (const model::ProxyServer& server : config.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      headers += location.headers.size();
      CHECK(location.headers.size() <= limits::proxy_headers);
    }
  }
  CHECK(headers < 3'000'000);
}
