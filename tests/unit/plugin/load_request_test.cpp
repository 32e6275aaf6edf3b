// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "plugin/load_request.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

TEST_CASE("the compose file is looked for in --project-directory, other paths count from here") {
  support::MemoryHost host("/home/me");
  host.add_file("/home/me/app/compose.yaml", "services:\n  web: {image: 'x:${V}'}\n");
  host.add_file("/home/me/here.env", "V=7\n");
  host::ComposeFlags flags;
  flags.project_directory = "app";
  flags.env_files = {"here.env"};
  const auto project = project::compose::load(host, plugin::load_request(host, flags));
  REQUIRE(project);
  CHECK(project->directory == "/home/me/app");
  REQUIRE(project->service("web") != nullptr);
  CHECK(project->service("web")->image->value == "x:7");
}

TEST_CASE("named files count from where we were started") {
  support::MemoryHost host("/home/me");
  host.add_file("/home/me/other.yaml", "services:\n  web: {image: x}\n");
  host.add_directory("/home/me/app");
  host::ComposeFlags flags;
  flags.project_directory = "app";
  flags.files = {"other.yaml"};
  const auto project = project::compose::load(host, plugin::load_request(host, flags));
  REQUIRE(project);
  CHECK(project->directory == "/home/me/app");
}
