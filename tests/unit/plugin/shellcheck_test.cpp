// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/parse.hpp"

#include <string>

#include "catch.hpp"
#include "plugin/shellcheck.hpp"

namespace secaudit::plugin {
namespace {

std::vector<ShellScript> scripts_of(const std::string& text) {
  model::DockerfileUse use;
  use.dockerfile = project::dockerfile::parse(text, model::FileName("Dockerfile"));
  return shell_scripts(use, text);
}

TEST_CASE("a RUN is given to ShellCheck in its own lines and columns") {
  const auto scripts = scripts_of("FROM debian:13-slim\n"
                                  "RUN --mount=type=cache,target=/x a && \\\n"
                                  "    # a remark\n"
                                  "\n"
                                  "    b $c\n");
  REQUIRE(scripts.size() == 1);
  CHECK(scripts[0].dialect == "sh");
  CHECK(scripts[0].first_line == 2);
  CHECK(scripts[0].text == "                                 a && \\\n\\\n\\\n    b $c\n");
}

TEST_CASE("a here-document is the script, unless another interpreter runs it") {
  const auto scripts = scripts_of("FROM fedora:43\nRUN <<EOF\necho $x\nEOF\n"
                                  "RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n");
  REQUIRE(scripts.size() == 1);
  CHECK(scripts[0].dialect == "bash");
  CHECK(scripts[0].first_line == 3);
  CHECK(scripts[0].text == "echo $x\n");
}

TEST_CASE("what no POSIX shell reads is left out") {
  CHECK(scripts_of("FROM debian:13-slim\nRUN [\"a\", \"$b\"]\n").empty());
  CHECK(scripts_of("FROM debian:13-slim\nSHELL [\"pwsh\", \"-c\"]\nRUN a\n").empty());
  CHECK(scripts_of("FROM mcr.microsoft.com/windows/nanoserver:1809\nRUN dir\n").empty());
  const auto ash =
      scripts_of("FROM alpine:3\nSHELL [\"/bin/ash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a\n");
  REQUIRE(ash.size() == 1);
  CHECK(ash[0].dialect == "dash");
}

TEST_CASE("ShellCheck's remarks are moved to the lines of the file") {
  const auto remarks =
      read_shell_remarks(R"({"comments":[{"file":"-","line":4,"column":7,"level":"warning",)"
                         R"("code":2046,"message":"Quote this"}]})",
                         "Dockerfile", 2);
  REQUIRE(remarks);
  REQUIRE(remarks->size() == 1);
  CHECK(remarks->front().line == 5);
  CHECK(remarks->front().column == 7);
  CHECK(remarks->front().code == "SC2046");
  CHECK_FALSE(read_shell_remarks("[]", "Dockerfile", 1));
  CHECK_FALSE(read_shell_remarks("no JSON", "Dockerfile", 1));
}

} // namespace
} // namespace secaudit::plugin
