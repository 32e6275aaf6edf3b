// SPDX-License-Identifier: Apache-2.0
#include "base/limits.hpp"
#include "project/compose/load.hpp"

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;
using project::compose::load;
using project::compose::LoadRequest;

namespace {

model::Project read(const support::MemoryHost& host) {
  auto project = load(host, LoadRequest{});
  REQUIRE(project);
  return std::move(*project);
}

bool refused(const model::Project& project) {
  return std::any_of(project.diagnostics.begin(), project.diagnostics.end(),
                     [](const model::Diagnostic& d) { return d.fatal; });
}

} // namespace

TEST_CASE("a value knows its place in the override and in the file below it") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml", "services:\n  app:\n    image: a:1\n    user: root\n");
  host.add_file("/project/compose.override.yaml", "services:\n  app:\n    user: '1000'\n");
  const model::Project project = read(host);
  const auto& user = project.service("app")->user;
  REQUIRE(user);
  CHECK(user->value == "1000");
  CHECK(user->via == model::Via::overridden);
  CHECK(user->span.file == model::FileName("compose.override.yaml"));
  REQUIRE_FALSE(user->origins.empty());
  CHECK(user->origins.front().span.file == model::FileName("compose.yaml"));
  CHECK(user->origins.front().span.begin.line == 4);
}

TEST_CASE("a variable leads to the line of the .env file") {
  support::MemoryHost host("/project");
  host.add_file("/project/.env", "A=1\nTAG=2\n");
  host.add_file("/project/compose.yaml", "services:\n  app:\n    image: a:${TAG}\n");
  const model::Project project = read(host);
  const auto& image = project.service("app")->image;
  REQUIRE(image);
  CHECK(image->value == "a:2");
  const bool found =
      std::any_of(image->origins.begin(), image->origins.end(), [](const model::Origin& origin) {
        return origin.span.file == model::FileName(".env") && origin.span.begin.line == 2;
      });
  CHECK(found);
}

TEST_CASE("an error in one service leaves the others to be audited") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml",
                "services:\n  a:\n    image: a:1\n    privilegd: true\n  b:\n    image: b:1\n"
                "    privileged: yes\n");
  const model::Project project = read(host);
  CHECK(refused(project));
  REQUIRE(project.service("b") != nullptr);
  REQUIRE(project.service("b")->privileged);
  CHECK(project.service("b")->privileged->value);
  CHECK(project.diagnostics.front().hint == "did you mean `privileged`?");
  CHECK(project.diagnostics.front().span.begin == model::Position{4, 5});
}

TEST_CASE("an image whose variable is missing is one error, not a service without an image") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml",
                "services:\n  app:\n    image: a:${TAG:?}\n  none:\n    user: root\n");
  const model::Project project = read(host);
  REQUIRE(project.diagnostics.size() == 2);
  CHECK(project.diagnostics[0].demanded_variable == "TAG");
  CHECK(project.diagnostics[1].message == "service none has neither `image` nor `build`");
}

TEST_CASE("a file that cannot be read is named once") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml", "include: [no.yaml]\nservices: {a: {image: x}}\n");
  const model::Project project = read(host);
  REQUIRE_FALSE(project.diagnostics.empty());
  const std::string& message = project.diagnostics.front().message;
  INFO(message);
  CHECK(message.find("no.yaml") == message.rfind("no.yaml"));
}

TEST_CASE("what a short form leaves out is a default, what it says is written") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml",
                "services:\n  a:\n    image: x\n    ports: ['80:80', '53:53/udp']\n"
                "    devices: ['/dev/dri']\n");
  const model::Project project = read(host);
  const auto via = [&](const char* list, std::size_t i, const char* key) {
    return project.model.at(std::string("services.a.") + list)->items.at(i).find(key)->via;
  };
  CHECK(via("ports", 0, "protocol") == model::Via::defaulted);
  CHECK(via("ports", 0, "published") == model::Via::written);
  CHECK(via("ports", 1, "protocol") == model::Via::written);
  CHECK(via("devices", 0, "source") == model::Via::written);
  CHECK(via("devices", 0, "permissions") == model::Via::defaulted);
}

TEST_CASE("circles of extends and include are errors") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml", "include: [compose.yaml]\nservices:\n  a: {extends: b}\n"
                                         "  b: {extends: a, image: x}\n");
  CHECK(refused(read(host)));
}

TEST_CASE("an .env file that is there and cannot be read is told") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml", "services:\n  app:\n    image: a:1\n");
  CHECK_FALSE(refused(read(host)));
  host.add_file("/project/.env", std::string(secaudit::limits::project_file_bytes + 1, '#'));
  const model::Project project = read(host);
  CHECK(refused(project));
  CHECK(project.diagnostics.front().span.file == model::FileName(".env"));
  CHECK(project.service("app") != nullptr);
}

TEST_CASE("false and 0 reach the rules with their place, though Compose does not print them") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml", "services:\n"
                                         "  app:\n"
                                         "    image: a:1\n"
                                         "    read_only: false\n"
                                         "    healthcheck: {test: [CMD, x], retries: 0}\n"
                                         "    build: {context: ., pull: false}\n");
  const model::Project project = read(host);
  const model::Service& app = *project.service("app");
  REQUIRE(app.read_only);
  CHECK_FALSE(app.read_only->value);
  CHECK(app.read_only->span.begin.line == 4);
  CHECK((**app.healthcheck).retries == 0);
  REQUIRE(app.build->pull);
  CHECK(project.model.at("services.app.read_only") == nullptr);
}

TEST_CASE("a mount without a type is refused and audited as what its source says") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml", "services:\n"
                                         "  app:\n"
                                         "    image: a:1\n"
                                         "    volumes:\n"
                                         "      - source: /run/docker.sock\n"
                                         "      - {source: data, target: /data}\n");
  const model::Project project = read(host);
  CHECK(refused(project));
  const auto& volumes = project.service("app")->volumes;
  REQUIRE(volumes.size() == 2);
  CHECK(volumes[0]->type == "bind");
  CHECK(volumes[1]->type == "volume");
}

TEST_CASE("remote files, obsolete versions and misspelt keys are told as such") {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml", "version: '3'\n"
                                         "include: ['oci://registry.example.com/x:1']\n"
                                         "services:\n"
                                         "  app: {image: a, enviroment: {A: b}}\n");
  const model::Project project = read(host);
  REQUIRE(project.versions.size() == 1);
  CHECK(project.versions[0].span.begin.line == 1);
  REQUIRE(project.remote_files.size() == 1);
  CHECK(project.remote_files[0].address == "oci://registry.example.com/x:1");
  const bool told = std::any_of(
      project.diagnostics.begin(), project.diagnostics.end(), [](const model::Diagnostic& fault) {
        return fault.unknown_key == "enviroment" && fault.meant_key == "environment";
      });
  CHECK(told);
  CHECK_FALSE(project.named);
}
