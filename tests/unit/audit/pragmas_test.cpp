// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"
#include "audit/pragmas.hpp"
#include "project/dockerfile/parse.hpp"

#include <algorithm>
#include <string>

#include "catch.hpp"

namespace secaudit::audit {
namespace {

model::Report report_of(const std::string& text) {
  model::Subjects subjects;
  subjects.title = "test";
  model::DockerfileUse use;
  use.dockerfile = project::dockerfile::parse(text, model::FileName("Dockerfile"));
  use.target = use.dockerfile.stages.empty() ? std::nullopt
                                             : std::optional(use.dockerfile.stages.size() - 1);
  subjects.dockerfiles.push_back(std::move(use));
  Policy policy;
  policy.as_of = {2026, 11, 25};
  return run(subjects, rules::catalogue(), policy);
}

bool open_finding(const model::Report& report, std::string_view rule) {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const auto& finding) {
    return finding.rule == rule && finding.standing == model::Standing::open;
  });
}

TEST_CASE("a comment to hadolint counts for the instruction below it") {
  const std::string run = "RUN apt-get update && apt-get install curl\n";
  CHECK(open_finding(report_of("FROM debian:13-slim\n" + run), "DF204"));
  CHECK_FALSE(
      open_finding(report_of("FROM debian:13-slim\n# hadolint ignore=DL3014\n" + run), "DF204"));
  CHECK(open_finding(report_of("FROM debian:13-slim\n# hadolint ignore=DL3014\nRUN true\n" + run),
                     "DF204"));
  CHECK_FALSE(open_finding(
      report_of("# hadolint global ignore=DL3014\nFROM debian:13-slim\n" + run), "DF204"));
}

TEST_CASE("a comment to hadolint for a stage ends with the stage") {
  const std::string text = "# hadolint stage ignore=DL3011\nFROM debian:13-slim\nEXPOSE 80000\n";
  CHECK_FALSE(open_finding(report_of(text), "DF013"));
  CHECK(open_finding(report_of(text + "FROM debian:13-slim\nEXPOSE 80000\n"), "DF013"));
}

TEST_CASE("a comment covers the later lines of its instruction") {
  CHECK_FALSE(open_finding(report_of("FROM debian:13-slim\n# trivy:ignore:AVD-DS-0021\n"
                                     "RUN apt-get update && \\\n  apt-get install curl\n"),
                           "DF204"));
}

TEST_CASE("check=skip counts for the file, as a comment for one instruction") {
  CHECK_FALSE(open_finding(
      report_of("# check=skip=WorkdirRelativePath\nFROM debian:13-slim\nWORKDIR app\n"), "DF015"));
  CHECK_FALSE(open_finding(
      report_of("FROM debian:13-slim\n# check=skip=WorkdirRelativePath\nWORKDIR app\n"), "DF015"));
  CHECK(open_finding(report_of("# check=skip=StageNameCasing\nFROM debian:13-slim\nWORKDIR app\n"),
                     "DF015"));
}

TEST_CASE("checkov's comments count for the file") {
  CHECK_FALSE(open_finding(report_of("# checkov:skip=CKV_DOCKER_3:runs as root on purpose\n"
                                     "FROM debian:13-slim\nCMD [\"/usr/bin/server\"]\n"),
                           "DF401"));
}

TEST_CASE("an own comment needs a reason and ends at its date") {
  const std::string file = "FROM debian:13-slim\n";
  CHECK(open_finding(report_of(file + "# secaudit ignore=DF015\nWORKDIR app\n"), "DF015"));
  CHECK_FALSE(open_finding(
      report_of(file + "# secaudit ignore=DF0* reason=\"as it is upstream\"\nWORKDIR app\n"),
      "DF015"));
  CHECK(open_finding(
      report_of(file + "# secaudit ignore=DF015 until=2026-01-01 reason=\"old\"\nWORKDIR app\n"),
      "DF015"));
  CHECK_FALSE(open_finding(report_of("# secaudit file-ignore=DF015 reason=\"all of it\"\n" + file
                                     + "RUN true\nWORKDIR app\n"),
                           "DF015"));
}

} // namespace
} // namespace secaudit::audit
