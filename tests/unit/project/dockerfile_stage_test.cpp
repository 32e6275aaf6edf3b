// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/parse.hpp"
#include "project/dockerfile/start_command.hpp"

#include <algorithm>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;
using Kind = model::StartCommand::Kind;

TEST_CASE("stages know their base, parent and state") {
  const auto file = project::dockerfile::parse("ARG V=1\nFROM node:${V}-slim AS Build\nENV A=x\n"
                                               "WORKDIR /app\nUSER node\nWORKDIR sub\nCMD [\"a\"]\n"
                                               "FROM build\nENV B=$A-y\nENTRYPOINT [\"b\"]\n",
                                               "Dockerfile", {{"V", "22"}});
  REQUIRE(file.stages.size() == 2);
  CHECK(file.diagnostics.empty());
  CHECK(file.stages[0].base_resolved == "node:22-slim");
  CHECK(file.stages[0].name == "build");
  const model::Stage& last = file.stages[1];
  CHECK(last.parent == std::size_t{0});
  CHECK(last.workdir->value == "/app/sub");
  CHECK(last.user->value == "node");
  CHECK(to_string(last.user->span) == "Dockerfile:5:6");
  CHECK(last.environment.back().value == "x-y");
  CHECK(last.entrypoint.has_value());
  CHECK_FALSE(last.command.has_value());
}

TEST_CASE("errors have a place and do not end the reading") {
  const auto file = project::dockerfile::parse(
      "FROM a\nRUNN x\nCOPY --boo a b\nENV X\nRUN <<EOF\nlost\nCMD [\"z\"]\n", "Dockerfile");
  std::vector<int> lines;
  for (const auto& diagnostic : file.diagnostics) {
    CHECK(diagnostic.fatal);
    lines.push_back(diagnostic.span.begin.line);
  }
  CHECK(lines == std::vector<int>{2, 3, 4, 5});
  CHECK(file.diagnostics[0].hint == "did you mean RUN?");
  CHECK(file.stages[0].command.has_value());
}

TEST_CASE("only risky paths that exist and reach the builder are named") {
  support::MemoryHost host("/project");
  host.add_file("/project/Dockerfile", "FROM a\n");
  host.add_file("/project/.dockerignore", "*.pem\nsecret\n!secret/keep.key\n");
  for (const char* path : {".env", ".env.example", "a.pem", "sub/.npmrc", "secret/x.key",
                           "secret/keep.key", "node_modules/a/.env", "main.py"}) {
    host.add_file(std::string("/project/") + path, "x");
  }
  const auto use = project::dockerfile::read_file(host, "Dockerfile", "/project");
  REQUIRE(use);
  CHECK(use->ignore_file->str() == ".dockerignore");
  CHECK(use->risky_context_paths
        == std::vector<std::string>{".env", "node_modules", "secret/keep.key", "sub/.npmrc"});
}

TEST_CASE("the chain of evidence leads to the place") {
  support::MemoryHost host("/project");
  host.add_file("/project/Dockerfile",
                "FROM node:22\nWORKDIR /srv\nCOPY web/ .\nCMD [\"npm\", \"run\", \"dev\"]\n");
  host.add_file("/project/web/package.json",
                "{\n  \"scripts\": {\n    \"dev\": \"vite\"\n  }\n}\n");
  const auto use = project::dockerfile::read_file(host, "Dockerfile", "/project");
  REQUIRE(use);
  const auto start = project::dockerfile::start_command(host, &*use, nullptr, "/project");
  CHECK(start.kind == Kind::development);
  CHECK(start.rule == "DF602");
  CHECK(start.server == "vite");
  CHECK(std::any_of(start.chain.begin(), start.chain.end(), [](const model::Origin& step) {
    return to_string(step.span) == "web/package.json:3:5";
  }));
  CHECK_FALSE(start.remedy.empty());
}

TEST_CASE("entrypoint scripts hand over to the command") {
  support::MemoryHost host("/project");
  host.add_file("/project/Dockerfile", "FROM a\nWORKDIR /app\nCOPY . .\n"
                                       "ENTRYPOINT [\"./start.sh\"]\nCMD [\"flask\", \"run\"]\n");
  host.add_file("/project/start.sh", "#!/bin/sh\nset -e\nflask db upgrade\nexec \"$@\"\n");
  const auto use = project::dockerfile::read_file(host, "Dockerfile", "/project");
  REQUIRE(use);
  CHECK(project::dockerfile::start_command(host, &*use, nullptr, "/project").rule == "DF601");
  model::Service service;
  service.name = "web";
  service.command.emplace();
  service.command->value.words = {"gunicorn", "app:app"};
  const auto start = project::dockerfile::start_command(host, &*use, &service, "/project");
  CHECK(start.kind == Kind::production);
  CHECK(start.settings_problems.size() == 4);
  service.command->value.words = {"gunicorn",         "-w4", "-b",     ":8000", "-t", "60",
                                  "--access-logfile", "-",   "app:app"};
  CHECK(project::dockerfile::start_command(host, &*use, &service, "/project")
            .settings_problems.empty());
}

TEST_CASE("scripts that start themselves end") {
  support::MemoryHost host("/project");
  host.add_file("/project/Dockerfile", "FROM a\nCOPY . /\nCMD npm run a\n");
  std::string script = "npm run a";
  for (int i = 0; i < 200; ++i) {
    script += " && npm run a";
  }
  host.add_file("/project/package.json", "{\"scripts\": {\"a\": \"" + script + "\"}}");
  const auto use = project::dockerfile::read_file(host, "Dockerfile", "/project");
  REQUIRE(use);
  CHECK(project::dockerfile::start_command(host, &*use, nullptr, "/project").kind == Kind::unknown);
}
