// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "plugin/report_diff.hpp"

using namespace secaudit;
using plugin::diff_of;
using plugin::read_past_report;

namespace {

std::string finding(const std::string& print, const std::string& id, const std::string& aliases,
                    const std::string& severity = "high", const std::string& source = "osv",
                    const std::string& fixed = "") {
  return R"({"fingerprint":")" + print + R"(","rule":"DE101","subject":"web","severity":")"
         + severity + R"(","standing":"open","title":"t","vulnerability":{"id":")" + id
         + R"(","aliases":[)" + aliases + R"(],"package":"openssl","version":"1","fixed":")" + fixed
         + R"(","sources":[")" + source + R"("]}})";
}

plugin::PastReport report(const std::string& findings, const std::string& outcome = "fail",
                          const std::string& data = "2026-11-20") {
  const auto read = read_past_report(
      R"({"schema":"secaudit/report/1","kind":"compose","advisory_data":{"data_of":")" + data
          + R"("},"findings":[)" + findings
          + R"(],"checks":[{"rule":"DE101","subject":"web","outcome":")" + outcome + R"("}]})",
      "report.json");
  REQUIRE(read.has_value());
  return *read;
}

} // namespace

TEST_CASE("fixed, new and remaining are told apart") {
  const auto diff = diff_of(report(finding("a", "CVE-1", "") + "," + finding("b", "CVE-2", "")),
                            report(finding("b", "CVE-2", "") + "," + finding("c", "CVE-3", "")));
  REQUIRE(diff.fixed.size() == 1);
  CHECK(diff.fixed[0].finding.what == "CVE-1 in openssl 1");
  REQUIRE(diff.added.size() == 1);
  CHECK(diff.added[0].finding.fingerprint == "c");
  CHECK(diff.remaining.size() == 1);
  CHECK(plugin::diff_text(diff).starts_with("1 fixed, 1 new, 1 remaining, 0 not checked"));
}

TEST_CASE("what was not looked at is never fixed") {
  const auto unknown = diff_of(report(finding("a", "CVE-1", "")), report("", "unknown"));
  CHECK(unknown.fixed.empty());
  CHECK(unknown.not_checked.size() == 1);
  // Only a scanner that did not run this time knew it.
  const auto scanner =
      diff_of(report(finding("a", "CVE-1", "", "high", "trivy")), report("", "pass"));
  CHECK(scanner.fixed.empty());
  CHECK(scanner.not_checked.size() == 1);
}

TEST_CASE("another name of the same fault is the same finding") {
  const auto diff =
      diff_of(report(finding("a", "GHSA-1", "")), report(finding("b", "CVE-1", R"("GHSA-1")")));
  CHECK(diff.fixed.empty());
  CHECK(diff.added.empty());
  CHECK(diff.remaining.size() == 1);
}

TEST_CASE("changes of severity and fix are named, and why something is new") {
  const auto diff = diff_of(
      report(finding("a", "CVE-1", "", "medium")),
      report(finding("a", "CVE-1", "", "high", "osv", "2") + "," + finding("b", "CVE-2", ""),
             "fail", "2026-11-25"));
  REQUIRE(diff.changed.size() == 1);
  CHECK(diff.changed[0].note == "medium → high, a fix is there: 2");
  REQUIRE(diff.added.size() == 1);
  CHECK(diff.added[0].note == "newly known: the advisories are newer");
}

TEST_CASE("reports of different kinds are compared with a warning; other files are refused") {
  auto image = report("");
  image.kind = "image";
  CHECK_FALSE(diff_of(image, report("")).warning.empty());
  for (const char* text : {"", "[]", "{}", R"({"schema":"other"})"}) {
    CHECK_FALSE(read_past_report(text, "x").has_value());
  }
}
