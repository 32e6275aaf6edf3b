// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/parse.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "plugin/base_images.hpp"
#include "support/memory_host.hpp"

namespace secaudit::plugin {
namespace {

TEST_CASE("base images that the engine has are inspected, the others left out") {
  support::MemoryHost host;
  host.add_program("docker");
  std::vector<std::string> asked;
  host.set_script([&](const host::Command& command) -> std::optional<host::ProcessResult> {
    host::ProcessResult result;
    if (command.argv.size() > 1 && command.argv[1] == "version") {
      result.output = "28.0.0\n";
      return result;
    }
    const std::string& name = command.argv.back();
    if (command.argv.size() > 2
        && command.argv[command.argv.size() - 2].starts_with("{\"config\"")) {
      asked.push_back(name);
      if (name == "debian:13") {
        result.output = R"({"config":{"User":"app","Env":["A=b"]},"rootfs":{"diff_ids":[]}})";
      } else {
        result.exit_code = 1;
        result.errors = "Error: No such image: " + name;
      }
    }
    return result;
  });
  model::Subjects subjects;
  model::DockerfileUse use;
  use.dockerfile = project::dockerfile::parse(
      "ARG B\nFROM debian:13 AS a\nFROM a\nFROM scratch\nFROM x/absent\nFROM $B\n",
      model::FileName("Dockerfile"));
  subjects.dockerfiles.push_back(use);
  const auto docker = host::Docker::find(host, {});
  REQUIRE(docker);
  const auto images = inspect_base_images(*docker, subjects);
  CHECK(asked == std::vector<std::string>{"debian:13", "x/absent"});
  REQUIRE(images.size() == 1);
  CHECK(images.at("debian:13").user == "app");
}

} // namespace
} // namespace secaudit::plugin
