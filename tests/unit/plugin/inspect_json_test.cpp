// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "project/compose/load.hpp"

#include <boost/json.hpp>

#include "catch.hpp"
#include "plugin/inspect_json.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

std::string shown(const support::MemoryHost& host, bool origins) {
  const auto project = project::compose::load(host, {});
  REQUIRE(project);
  return plugin::project_json(*project, origins);
}

/// The ways and places of one value, nearest first: "overridden compose.override.yaml:4:11 < …".
std::string way(const std::string& json, std::string_view pointer) {
  const auto root = base::parse_json(json);
  REQUIRE(root);
  const auto* entry = base::find(*base::find(*root, "positions"), pointer);
  REQUIRE(entry != nullptr);
  std::string text =
      std::string(base::text_at(*entry, "via")) + " " + std::string(base::text_at(*entry, "at"));
  if (const auto* from = base::find(*entry, "from")) {
    for (const auto& step : from->as_array()) {
      text += " < " + std::string(base::text_at(step, "via")) + " "
              + std::string(base::text_at(step, "at"));
      const std::string note(base::text_at(step, "note"));
      text += note.empty() ? "" : " (" + note + ")";
    }
  }
  return text;
}

} // namespace

TEST_CASE("inspect compose tells the model alone, and with origins the chain of each value") {
  support::MemoryHost host("/project");
  host.add_file("/project/.env", "TAG=1.28\n");
  host.add_file("/project/base.yaml", "services:\n  base:\n    user: '33'\n    image: a:1\n");
  host.add_file("/project/more.yaml", "services:\n  side:\n    image: b:1\n");
  host.add_file("/project/compose.yaml", "include: [more.yaml]\n"
                                         "x-l: &l {driver: local}\n"
                                         "services:\n"
                                         "  web:\n"
                                         "    extends: {file: base.yaml, service: base}\n"
                                         "    image: nginx:${TAG}\n"
                                         "    restart: always\n"
                                         "    logging: *l\n"
                                         "    expose: ['80']\n");
  host.add_file("/project/compose.override.yaml",
                "services:\n  web:\n    restart: 'no'\n    expose: ['81']\n");
  CHECK(shown(host, false).find("\"positions\"") == std::string::npos);
  const std::string json = shown(host, true);
  CHECK(way(json, "/services/web/user")
        == "extended base.yaml:3:11 < extended compose.yaml:5:14 (service base)");
  CHECK(way(json, "/services/web/image").find("interpolated compose.yaml:6:12")
        != std::string::npos);
  CHECK(way(json, "/services/web/image").find("interpolated .env:1") != std::string::npos);
  CHECK(way(json, "/services/web/restart")
        == "overridden compose.override.yaml:3:14 < merged compose.yaml:7:14 (always)");
  CHECK(way(json, "/services/web/logging/driver").find("compose.yaml:2:") != std::string::npos);
  CHECK(way(json, "/services/web/expose/1").starts_with("merged compose.override.yaml:4:"));
  CHECK(way(json, "/services/side/image").find("included compose.yaml:1:") != std::string::npos);
}

TEST_CASE("no secret is shown, neither as a value nor in the chain behind it") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml",
                "services:\n"
                "  db:\n"
                "    image: postgres:17\n"
                "    environment:\n"
                "      POSTGRES_PASSWORD: ${PG_PASSWORD:-hunter2hunter2}\n"
                "      URL: postgres://app:sw0rdfish99@db/app\n"
                "      PIN_SECRET: 0123456712345\n"
                "    command: [\"redis-server\", \"--requirepass\", \"Gr8Secret99\"]\n");
  host.add_file("/project/compose.override.yaml", "services:\n"
                                                  "  db:\n"
                                                  "    environment:\n"
                                                  "      POSTGRES_PASSWORD: anotherSecret77\n");
  const std::string json = shown(host, true);
  for (const char* secret :
       {"hunter2", "sw0rdfish99", "Gr8Secret99", "anotherSecret77", "0123456712345"}) {
    INFO(secret);
    CHECK(json.find(secret) == std::string::npos);
  }
}
