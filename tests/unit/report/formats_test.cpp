// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/places.hpp"
#include "report/read_json.hpp"
#include "report/writers.hpp"

#include <boost/json.hpp>

#include <array>
#include <string>

#include "catch.hpp"
#include "reports.hpp"

using namespace secaudit;
using namespace secaudit::report_test;

namespace {

constexpr std::array<std::string_view, 7> names{"json",     "sarif",  "html",  "junit",
                                                "markdown", "gitlab", "github"};

std::size_t times(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

} // namespace

TEST_CASE("every format has a writer, others have none") {
  for (const std::string_view name : names) {
    CHECK(report::writer_of(name) != nullptr);
  }
  CHECK(report::writer_of("terminal") == nullptr);
  CHECK(report::writer_of("nosuch") == nullptr);
}

TEST_CASE("no format lets through what could harm its reader") {
  for (const std::string_view name : names) {
    const std::string text = report::writer_of(name)(hostile_report());
    INFO(name);
    CHECK(base::is_utf8(text));
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      REQUIRE((byte >= 0x20 || c == '\n'));
    }
    CHECK_FALSE(base::contains(text, "\xe2\x80\xae")); // right-to-left override
  }
}

TEST_CASE("texts of a project become no markup, no workflow command, no table") {
  model::Report report = empty_report();
  const std::string evil = "<script>alert(1)</script> ::error::x | \n::set-output name=a::b & \"'";
  report.title = evil;
  model::Finding one = finding("CO101", evil, model::Severity::high, evil, 3);
  one.message = evil;
  one.remedy = evil;
  report.findings = {one};
  report.gaps = {{"image", evil, evil, {}, evil}};
  for (const std::string_view name : {"html", "markdown", "junit"}) {
    INFO(name);
    CHECK_FALSE(base::contains(report::writer_of(name)(report), "<script"));
  }
  const std::string commands = report::github(report);
  CHECK(base::lines(commands).size() == 2);
  for (const std::string_view line : base::lines(commands)) {
    CHECK((line.starts_with("::error title=") || line.starts_with("::warning title=")));
  }
  for (const std::string_view line : base::lines(report::markdown(report))) {
    if (line.starts_with("| high")) {
      CHECK(times(base::replace_all(line, "\\|", ""), "|") == 7);
    }
  }
}

TEST_CASE("the page needs nothing and runs nothing") {
  const std::string page = report::html(full_report());
  for (const std::string_view part :
       {"<script", "http://", "https://", "src=", "<link", "@import", "url(", "onclick"}) {
    INFO(part);
    CHECK_FALSE(base::contains(page, part));
  }
  CHECK(base::contains(page, "default-src 'none'"));
  CHECK(times(page, "<details>") == times(page, "</details>"));
  CHECK(times(page, "<table>") == times(page, "</table>"));
}

TEST_CASE("a report that is read again is written the same") {
  for (const model::Report& report : {full_report(), empty_report(), hostile_report()}) {
    const std::string text = report::json(report);
    const auto again = report::read_json(text);
    REQUIRE(again);
    CHECK(report::json(*again) == text);
  }
}

TEST_CASE("what is no report of ours is refused") {
  CHECK_FALSE(report::read_json(""));
  CHECK_FALSE(report::read_json("[]"));
  CHECK_FALSE(report::read_json(R"({"schema": "secaudit/report/9"})"));
  const auto sparse = report::read_json(
      R"({"schema": "secaudit/report/1", "findings": [1, {"evidence": [{"kind": "new"}]}],
          "checks": {}, "images": [{"size": -1}], "rules": []})");
  REQUIRE(sparse);
  CHECK(sparse->findings.size() == 2);
  CHECK(sparse->images[0].size == 0);
}

TEST_CASE("SARIF holds one result a finding, each with its rule") {
  const auto parsed = base::parse_json(report::sarif(full_report()));
  REQUIRE(parsed);
  const auto& run = parsed->at("runs").at(0);
  const auto& results = run.at("results").as_array();
  const auto& rules = run.at("tool").at("driver").at("rules").as_array();
  CHECK(results.size() == full_report().findings.size());
  for (const auto& result : results) {
    const auto index = result.at("ruleIndex").to_number<std::size_t>();
    REQUIRE(index < rules.size());
    CHECK(rules[index].at("id") == result.at("ruleId"));
  }
}

TEST_CASE("GitLab and GitHub are told open findings only") {
  const model::Report report = full_report();
  std::size_t open = 0;
  for (const model::Finding& finding : report.findings) {
    open += finding.standing == model::Standing::open ? 1 : 0;
  }
  const auto parsed = base::parse_json(report::gitlab(report));
  REQUIRE(parsed);
  CHECK(parsed->at("vulnerabilities").as_array().size() == open);
  CHECK(base::lines(report::github(report)).size() == open + report.gaps.size());
}

TEST_CASE("JUnit counts what it holds") {
  const std::string text = report::junit(full_report());
  CHECK(times(text, "<testcase") == 10);
  CHECK(base::contains(text, "tests=\"10\" failures=\"6\" errors=\"2\""));
  CHECK(times(text, "<failure") == 6);
  CHECK(times(text, "<error") == 2);
}

TEST_CASE("paths become relative references") {
  CHECK(report::uri_of("a/b c.py") == "a/b%20c.py");
  CHECK(report::uri_of("a:b#c?d%") == "a%3Ab%23c%3Fd%25");
  CHECK(report::uri_of("\xff") == "%FF");
}
