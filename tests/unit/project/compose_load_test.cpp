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
