// SPDX-License-Identifier: Apache-2.0
// Whole reports against tests/golden/report. SECAUDIT_UPDATE_GOLDEN=1 writes them anew: read the
// difference before it is committed.
#include "report/formats.hpp"
#include "report/writers.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "catch.hpp"
#include "reports.hpp"

using namespace secaudit;
using namespace secaudit::report_test;

namespace {

std::string golden_path(const std::string& name) {
  return std::string(SECAUDIT_SOURCE_DIR) + "/tests/golden/report/" + name;
}

void compare(const std::string& name, const std::string& actual) {
  if (std::getenv("SECAUDIT_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(golden_path(name), std::ios::binary) << actual;
  }
  std::ifstream file(golden_path(name), std::ios::binary);
  std::ostringstream expected;
  expected << file.rdbuf();
  INFO(name);
  CHECK(actual == expected.str());
}

report::TerminalStyle style(int columns) {
  report::TerminalStyle out;
  out.columns = columns;
  return out;
}

} // namespace

TEST_CASE("the summary at 80 columns") {
  compare("full-80.txt", report::terminal(full_report(), style(80)));
  compare("empty-80.txt", report::terminal(empty_report(), style(80)));
}

TEST_CASE("the summary in colour") {
  report::TerminalStyle colour = style(80);
  colour.colour = true;
  compare("full-80-colour.txt", report::terminal(full_report(), colour));
}

TEST_CASE("the summary at other widths") {
  compare("full-40.txt", report::terminal(full_report(), style(40)));
  compare("full-120.txt", report::terminal(full_report(), style(120)));
  report::TerminalStyle piped = style(0);
  piped.verbose = true;
  piped.all = true;
  piped.reports_directory = "security-reports/";
  compare("full-piped-verbose.txt", report::terminal(full_report(), piped));
}

TEST_CASE("everything failing") {
  model::Report report = full_report();
  for (model::ChecklistItem& item : report.checklist) {
    item.verdict = model::Verdict::fail;
    item.next_step = "mend " + item.id;
  }
  compare("failing-80.txt", report::terminal(report, style(80)));
}

TEST_CASE("the JSON report") {
  compare("full.json", report::json(full_report()));
  compare("empty.json", report::json(empty_report()));
}

TEST_CASE("the formats for machines and readers") {
  for (const auto& [format, file] :
       {std::pair<std::string_view, std::string>{"sarif", "full.sarif"},
        {"html", "full.html"},
        {"junit", "full.xml"},
        {"markdown", "full.md"},
        {"gitlab", "full.gitlab.json"},
        {"github", "full.github.txt"}}) {
    compare(file, report::writer_of(format)(full_report()));
  }
}

TEST_CASE("the list of a search for secrets") {
  model::Report report = full_report();
  report.kind = "secrets";
  report.title = "main..feature   3 files of 2 commits";
  report.checklist.clear();
  report.hardening.clear();
  report.findings[1].evidence.push_back(
      model::CommandEvidence{{"git", "show", std::string(40, 'c') + ":compose.yaml"}, 0, ""});
  compare("list-80.txt", report::terminal(report, style(80)));
}

TEST_CASE("the files of security-reports") {
  const auto files = report::report_files(full_report());
  compare("backend-report.txt", files.at("backend-report.txt"));
  compare("db-report.txt", files.at("db-report.txt"));
  compare("secrets-scan.txt", files.at("secrets-scan.txt"));
}
