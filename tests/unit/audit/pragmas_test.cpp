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

std::vector<std::string> told_by(const model::Report& report, std::string_view rule) {
  std::vector<std::string> out;
  for (const model::Finding& finding : report.findings) {
    if (finding.rule == rule) {
      out.push_back(finding.message);
    }
  }
  return out;
}

TEST_CASE("an own comment that meets nothing is told as a finding") {
  const std::string file = "FROM debian:13-slim\n";
  CHECK(told_by(report_of(file + "# secaudit ignore=DF015 reason=\"x\"\nWORKDIR /app\n"), "DF904")
        == std::vector<std::string>{"The suppression of DF015 meets no finding."});
  CHECK(told_by(report_of(file + "# secaudit ignore=DF999 reason=\"x\"\nWORKDIR /app\n"), "DF904")
        == std::vector<std::string>{"There is no rule DF999 to suppress."});
  CHECK(told_by(report_of(file
                          + "# secaudit ignore=DF015 until=2026-01-01 reason=\"x\"\nWORKDIR app\n"),
                "DF904")
        == std::vector<std::string>{
            "The suppression of DF015 ended on 2026-01-01; its findings count again."});
  CHECK(told_by(report_of(file + "# secaudit ignore=DF015 reason=\"x\"\nWORKDIR app\n"), "DF904")
            .empty());
}

TEST_CASE("whether a comment to another tool meets something is not ours to say") {
  const model::Report report =
      report_of("FROM debian:13-slim\n# hadolint ignore=DL3000 # kept\nWORKDIR /app\n");
  CHECK(told_by(report, "DF904").empty());
  CHECK(report.gaps.empty());
}

TEST_CASE("checks stay sorted by rule although one is applied last") {
  const model::Report report = report_of("FROM debian:13-slim\nWORKDIR app\n");
  CHECK(std::is_sorted(report.checks.begin(), report.checks.end(),
                       [](const auto& a, const auto& b) { return a.rule < b.rule; }));
  CHECK(std::count_if(report.checks.begin(), report.checks.end(),
                      [](const auto& check) { return check.rule == "DF904"; })
        == 1);
}

} // namespace
} // namespace secaudit::audit
