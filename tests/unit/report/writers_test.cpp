// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "base/text.hpp"
#include "report/writers.hpp"

#include <boost/json.hpp>

#include "catch.hpp"
#include "reports.hpp"

using namespace secaudit;
using namespace secaudit::report_test;

namespace {

/// Without the colour sequences that we write ourselves.
std::string without_colour(std::string text) {
  for (std::size_t at = text.find("\x1b["); at != std::string::npos; at = text.find("\x1b[", at)) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  return text;
}

} // namespace

TEST_CASE("no line is wider than the terminal, and nothing in it commands the terminal") {
  const int columns = GENERATE(20, 40, 59, 60, 80, 120);
  const bool verbose = GENERATE(false, true);
  const bool colour = GENERATE(false, true);
  const bool unicode = GENERATE(false, true);
  report::TerminalStyle style;
  style.columns = columns;
  style.verbose = verbose;
  style.colour = colour;
  style.unicode = unicode;
  style.all = true;
  style.reports_directory = "security-reports/";
  for (const model::Report& report : {full_report(), empty_report(), hostile_report()}) {
    std::string text = report::terminal(report, style);
    text = colour ? without_colour(text) : text;
    for (const std::string_view line : base::lines(text)) {
      INFO(line);
      CHECK(base::display_width(line) <= static_cast<std::size_t>(columns));
      CHECK(base::printable(line) == line);
    }
  }
}

TEST_CASE("colour is on status words only and changes no text") {
  report::TerminalStyle style;
  const std::string plain = report::terminal(full_report(), style);
  style.colour = true;
  const std::string coloured = report::terminal(full_report(), style);
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(coloured != plain);
  CHECK(without_colour(coloured) == plain);
}

TEST_CASE("not a terminal: nothing is cut") {
  model::Report report = full_report();
  report.checklist[1].summary = std::string(300, 'x');
  report::TerminalStyle style;
  style.columns = 0;
  CHECK(report::terminal(report, style).find(std::string(300, 'x')) != std::string::npos);
}

TEST_CASE("the last line is the verdict") {
  report::TerminalStyle style;
  const auto last = [&](const model::Report& report) {
    const std::string text = report::terminal(report, style);
    return std::string(base::lines(text).back());
  };
  model::Report report = full_report();
  CHECK(last(report) == "Not ready for production: 2 of 7 items failed, 1 critical, 1 high");
  report.findings.clear();
  report.checklist[1].verdict = report.checklist[2].verdict = model::Verdict::pass;
  CHECK(last(report) == "Not decided: 1 of 7 items unknown, 2 things not checked");
  report.gaps.clear();
  report.checklist[11].verdict = model::Verdict::pass;
  CHECK(last(report) == "Ready once attested: 1 item needs attestation");
  report.checklist[9].verdict = model::Verdict::pass;
  CHECK(last(report) == "Ready for production with 1 warning");
  report.checklist[4].verdict = model::Verdict::pass;
  CHECK(last(report) == "Ready for production");
  CHECK(last(empty_report()) == "Nothing to judge: no item of the checklist applies");
}

TEST_CASE("information is shown on demand, what is waived is not told again") {
  report::TerminalStyle style;
  CHECK(report::terminal(full_report(), style).find("CO901") == std::string::npos);
  CHECK(report::terminal(full_report(), style).find("CO113") == std::string::npos);
  style.all = true;
  CHECK(report::terminal(full_report(), style).find("CO901") != std::string::npos);
}

TEST_CASE("the JSON report is JSON, the same each time, also from hostile names") {
  for (const model::Report& report : {full_report(), empty_report(), hostile_report()}) {
    const std::string text = report::json(report);
    CHECK(base::parse_json(text).has_value());
    CHECK(base::is_utf8(text));
    CHECK(text == report::json(report));
  }
}

TEST_CASE("the files of a hostile project stay in their folder and apart") {
  model::Report report = full_report();
  report.services = {{"../../etc/passwd", "x", false, true},
                     {".._.._etc_passwd", "x", false, true},
                     {"", "x", false, true},
                     {".hidden", "x", false, true},
                     {"a\nb", "x", false, true},
                     {std::string(5000, 'n'), "x", false, true}};
  const auto files = report::report_files(report);
  std::size_t services = 0;
  for (const auto& [name, content] : files) {
    INFO(name);
    CHECK(name.find('/') == std::string::npos);
    CHECK(name.find('\n') == std::string::npos);
    CHECK(name.front() != '.');
    CHECK(name.size() < 200);
    services += name.ends_with("-report.txt") ? 1U : 0U;
  }
  CHECK(services == 6);
}

TEST_CASE("what was not checked is said, not passed over") {
  const auto files = report::report_files(empty_report());
  CHECK(files.at("secrets-scan.txt").find("Not checked") != std::string::npos);
  CHECK(files.at("python-dependencies.txt").find("Not checked") == std::string::npos);
  model::Report report = empty_report();
  report.checklist[1].verdict = model::Verdict::unknown;
  CHECK(report::report_files(report).at("npm-audit.txt").find("Not checked") != std::string::npos);
}

TEST_CASE("a finding that an item speaks of has no step of its own") {
  model::Report report = full_report();
  report.findings[0].items = {"C3"};
  report.findings[0].evidence = report.checklist[2].evidence;
  report::TerminalStyle style;
  const std::string text = report::terminal(report, style);
  CHECK(text.find("C3    replace") != std::string::npos);
  CHECK(text.find("CO101 set the key") == std::string::npos);
  CHECK(report::terminal(full_report(), style).find("CO101 set the key") != std::string::npos);
}

TEST_CASE("every open item has its step, whole and before those of rules, however many those are") {
  model::Report report = full_report();
  const std::string words = "copy the dumps to another place that is far away from this host, and "
                            "restore one of them there to see whether it can be done at all";
  for (std::size_t i = 0; i < 12; ++i) {
    report.checklist[i].verdict = i % 2 == 0 ? model::Verdict::warn : model::Verdict::attest;
    report.checklist[i].next_step = words + " (" + std::to_string(i) + ")";
  }
  for (int i = 0; i < 40; ++i) {
    report.findings.push_back(finding("CO" + std::to_string(200 + i % 20), "db",
                                      model::Severity::high, "Something", 100 + i));
    report.findings.back().remedy = "mend " + std::to_string(i);
  }
  report::TerminalStyle style;
  style.columns = 80;
  const std::string text = report::terminal(report, style);
  const std::string next = text.substr(text.find("\nNext\n"));
  for (const model::ChecklistItem& item : report.checklist) {
    INFO(item.id);
    CHECK(next.find(" " + item.id + " ") != std::string::npos);
  }
  for (int i = 0; i < 12; ++i) {
    CHECK(next.find("(" + std::to_string(i) + ")") != std::string::npos);
  }
  CHECK(next.find(" 12 C12") < next.find("CO101"));
  CHECK(next.find("…") == std::string::npos);
  CHECK(next.find("more steps; -v shows all") != std::string::npos);
}

TEST_CASE("findings of one rule are one step") {
  model::Report report = full_report();
  for (int line = 60; line < 63; ++line) {
    report.findings.push_back(
        finding("CO301", "db", model::Severity::high, "Database is published", line));
  }
  const std::string text = report::terminal(report, report::TerminalStyle{});
  const std::string next = text.substr(text.find("\nNext\n"));
  CHECK(next.find("CO301") == next.rfind("CO301"));
  CHECK(next.find("compose.yaml:44:5 and 3 more like it") != std::string::npos);
}

TEST_CASE("consequences of one place are told once") {
  model::Report report = full_report();
  report.gaps.push_back(report.gaps[1]);
  report.gaps.back().why = "layer 3 neither";
  report::TerminalStyle style;
  CHECK(report::terminal(report, style).find("and 1 more consequence") != std::string::npos);
  CHECK(report::terminal(report, style).find("layer 3 neither") == std::string::npos);
  style.verbose = true;
  CHECK(report::terminal(report, style).find("layer 3 neither") != std::string::npos);
}
