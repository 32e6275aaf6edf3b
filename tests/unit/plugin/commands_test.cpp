// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include "catch.hpp"
#include "plugin/commands.hpp"
#include "plugin/outcome.hpp"

using namespace secaudit;
using plugin::parse_command;
using Words = std::vector<std::string>;

TEST_CASE("flags and operands may be mixed") {
  const auto parsed = parse_command({"compose", "-f", "a.yml", "web", "-fb.yml", "--file=c.yml",
                                     "db", "--profile", "x", "-p", "proj", "--cached", "--", "-y"});
  INFO(parsed.errors);
  REQUIRE(parsed.options);
  CHECK(parsed.options->command == "compose");
  CHECK(parsed.options->compose.flags.files == Words{"a.yml", "b.yml", "c.yml"});
  CHECK(parsed.options->compose.services == Words{"web", "db", "-y"});
  CHECK(parsed.options->compose.flags.profiles == Words{"x"});
  CHECK(parsed.options->compose.flags.project_name == "proj");
  CHECK(parsed.options->compose.cached);
}

TEST_CASE("an operand may be called like a command") {
  const auto parsed = parse_command({"compose", "image", "version"});
  REQUIRE(parsed.options);
  CHECK(parsed.options->command == "compose");
  CHECK(parsed.options->compose.services == Words{"image", "version"});
}

TEST_CASE("a single dash is an operand") {
  const auto parsed = parse_command({"image", "-", "--platform", "linux/arm64"});
  REQUIRE(parsed.options);
  CHECK(parsed.options->image.target == "-");
  CHECK(parsed.options->image.platform == "linux/arm64");
}

TEST_CASE("commands in groups have their full names") {
  CHECK(parse_command({"rules", "list"}).options->command == "rules list");
  CHECK(parse_command({"rules", "show", "CO101"}).options->words == Words{"CO101"});
  CHECK(parse_command({"inspect", "dockerfile", "x"}).options->command == "inspect dockerfile");
  CHECK(parse_command({"--version"}).options->command == "version");
}

TEST_CASE("severities come as a list, in any case") {
  const auto parsed = parse_command({"check", "--severity", "HIGH,critical", "--fail-on=Medium"});
  REQUIRE(parsed.options);
  CHECK(parsed.options->common.severities == Words{"high", "critical"});
  CHECK(parsed.options->common.fail_on == "medium");
}

TEST_CASE("wrong usage is answered in docker's way, with exit code 125") {
  struct Case {
    Words words;
    std::string first_line;
    std::string second_line;
  };
  const std::vector<Case> cases{
      {{"image", "x", "--bar"}, "unknown flag: --bar", ""},
      {{"compose", "--profil", "x"}, "unknown flag: --profil", "Did you mean --profile?"},
      {{"compose", "-z"}, "unknown shorthand flag: -z", ""},
      {{"compsoe"}, "unknown command: docker secaudit compsoe", ""},
      {{"rules", "lst"}, "unknown command: docker secaudit rules lst", "Did you mean list?"},
      {{"image"}, "requires exactly 1 argument: an image, an archive, an OCI folder, or -", ""},
      {{"image", "a", "b"},
       "requires exactly 1 argument: an image, an archive, an OCI folder, or -",
       ""},
      {{"check", "--fail-on", "hihg"},
       "invalid argument \"hihg\" for \"--fail-on\" flag: expected critical, high, medium, low, "
       "info, none",
       "Did you mean high?"},
      {{"check", "--as-of", "2026-13-01"},
       "invalid argument \"2026-13-01\" for \"--as-of\" flag: expected a date, YYYY-MM-DD",
       ""},
      {{"compose", "--no-build", "--cached"}, "--no-build and --cached exclude each other", ""},
      {{"check", "--format", "json", "--format", "terminal"},
       "only one --format can go to standard output: give --output for the others",
       ""},
      {{"image", "x", "--b\x1b[31m"}, "unknown flag: --b\\x1B[31m", ""},
  };
  for (const Case& one : cases) {
    INFO(base::join(one.words, " "));
    const auto parsed = parse_command(one.words);
    CHECK(!parsed.options);
    CHECK(parsed.exit_code == 125);
    const auto lines = base::lines(parsed.errors);
    REQUIRE(lines.size() > 2);
    CHECK(base::equals_ignoring_case(lines[0], one.first_line));
    if (!one.second_line.empty()) {
      CHECK(lines[1] == one.second_line);
    }
    CHECK(base::contains(parsed.errors, "\nUsage:  docker secaudit"));
    CHECK(base::contains(parsed.errors, "--help' for more information"));
  }
}

TEST_CASE("help answers at every level, within 80 columns, and names the exit codes") {
  for (const Words& words : std::vector<Words>{{},
                                               {"--help"},
                                               {"compose", "--help"},
                                               {"image", "-h"},
                                               {"rules"},
                                               {"rules", "show", "--help"},
                                               {"inspect"}}) {
    INFO(base::join(words, " "));
    const auto parsed = parse_command(words);
    CHECK(parsed.exit_code == 0);
    CHECK(base::contains(parsed.out, "Usage:  docker secaudit"));
    for (const auto line : base::lines(parsed.out)) {
      INFO(line);
      CHECK(base::display_width(line) <= 80);
    }
  }
  CHECK(base::contains(parse_command({"compose", "-h"}).out, "  125  wrong usage"));
}

TEST_CASE("the exit code counts open findings at or above the level, then gaps") {
  model::Report report;
  CHECK(plugin::exit_code_of(report, "high") == 0);
  report.gaps.push_back({"build", "web", "no", {}, ""});
  CHECK(plugin::exit_code_of(report, "high") == 2);
  model::Finding finding;
  finding.severity = model::Severity::medium;
  report.findings.push_back(finding);
  CHECK(plugin::exit_code_of(report, "high") == 2);
  CHECK(plugin::exit_code_of(report, "medium") == 1);
  CHECK(plugin::exit_code_of(report, "none") == 2);
  CHECK(plugin::exit_code_of(plugin::with_severities(report, {"critical"}), "medium") == 2);
  report.findings.front().standing = model::Standing::suppressed;
  CHECK(plugin::exit_code_of(report, "medium") == 2);
}

TEST_CASE("the commands of secrets and hooks") {
  const auto secrets = plugin::parse_command({"secrets", "--range", "a..b", "src", "x"});
  REQUIRE(secrets.options);
  CHECK(secrets.options->secrets.range == "a..b");
  CHECK(secrets.options->words == std::vector<std::string>{"src", "x"});
  CHECK(plugin::parse_command({"secrets", "--staged", "--range", "a..b"}).exit_code == 125);
  CHECK(plugin::parse_command({"secrets"}).options);
  const auto run = plugin::parse_command({"hook", "run", "--", "-x", "url"});
  REQUIRE(run.options);
  CHECK(run.options->command == "hook run");
  CHECK(run.options->words == std::vector<std::string>{"-x", "url"});
  CHECK(plugin::parse_command({"hook", "run", "a", "b", "c"}).exit_code == 125);
  CHECK(plugin::parse_command({"hook", "install", "--global"}).options->hook.global);
  CHECK(plugin::parse_command({"report", "convert"}).exit_code == 125);
  CHECK(plugin::parse_command({"report", "convert", "a.json", "--format", "sarif"}).options);
  CHECK(plugin::parse_command({"check", "--format", "cyclone"}).exit_code == 125);
}
