// SPDX-License-Identifier: Apache-2.0
// JUnit XML in the dialect that Jenkins' schema describes and GitLab, GitHub and Azure read.
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/text.hpp"

#include <map>
#include <utility>
#include <vector>

namespace secaudit::report {
namespace {

/// One rule and one subject with what is open and what is waived there.
struct Case {
  model::Outcome outcome = model::Outcome::pass;
  std::string reason;
  std::vector<const model::Finding*> open;
  std::vector<const model::Finding*> waived;
};
using Suite = std::map<std::string, Case>; ///< rule → case

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : base::printable(text)) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

std::string attribute(std::string_view name, std::size_t value) {
  return attribute(name, std::to_string(value));
}

std::map<std::string, Suite> suites_of(const model::Report& report) {
  std::map<std::string, Suite> suites;
  for (const model::Check& check : report.checks) {
    if (check.outcome != model::Outcome::not_applicable) {
      Case& one = suites[check.subject][check.rule];
      one.outcome = check.outcome;
      one.reason = check.reason;
    }
  }
  for (const model::Finding& finding : report.findings) {
    Case& one = suites[finding.subject][finding.rule];
    (finding.standing == model::Standing::open ? one.open : one.waived).push_back(&finding);
  }
  return suites;
}

std::string failure(const Case& one) {
  const model::Finding& first = *one.open.front();
  std::string out = "      <failure" + attribute("message", first.title)
                    + attribute("type", model::to_string(first.severity)) + ">";
  for (const model::Finding* finding : one.open) {
    out += escaped(model::to_string(finding->severity)) + ": " + escaped(finding->message)
           + "\n  at " + escaped(place(*finding)) + "\n";
    if (!finding->remedy.empty()) {
      out += "  fix: " + escaped(finding->remedy) + "\n";
    }
  }
  return out + "</failure>\n";
}

std::string test_case(const std::string& subject, const std::string& rule, const Case& one) {
  std::string out = "    <testcase" + attribute("name", rule) + attribute("classname", subject);
  std::string inner;
  if (!one.open.empty()) {
    inner = failure(one);
  } else if (one.outcome == model::Outcome::unknown) {
    inner = "      <skipped" + attribute("message", "not decided: " + one.reason) + "/>\n";
  }
  for (const model::Finding* finding : one.waived) {
    inner += "      <system-out>waived: " + escaped(finding->message) + " "
             + escaped(finding->standing_reason) + "</system-out>\n";
  }
  return out + (inner.empty() ? "/>\n" : ">\n" + inner + "    </testcase>\n");
}

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
};

std::string suite_text(const std::string& subject, const Suite& suite, base::Date day,
                       Counts& total) {
  Counts count;
  std::string cases;
  for (const auto& [rule, one] : suite) {
    ++count.tests;
    count.failures += one.open.empty() ? 0U : 1U;
    count.skipped += one.open.empty() && one.outcome == model::Outcome::unknown ? 1U : 0U;
    cases += test_case(subject, rule, one);
  }
  total.tests += count.tests;
  total.failures += count.failures;
  return "  <testsuite" + attribute("name", subject) + attribute("tests", count.tests)
         + attribute("failures", count.failures) + attribute("errors", count.errors)
         + attribute("skipped", count.skipped)
         + attribute("timestamp", base::to_string(day) + "T00:00:00") + ">\n" + cases
         + "  </testsuite>\n";
}

std::string gap_suite(const model::Report& report, Counts& total) {
  if (report.gaps.empty()) {
    return {};
  }
  const std::size_t count = report.gaps.size();
  std::string out = "  <testsuite" + attribute("name", "not checked") + attribute("tests", count)
                    + attribute("failures", std::size_t{0}) + attribute("errors", count)
                    + attribute("skipped", std::size_t{0})
                    + attribute("timestamp", base::to_string(report.as_of) + "T00:00:00") + ">\n";
  for (const model::Gap& gap : report.gaps) {
    out += "    <testcase" + attribute("name", gap.what) + attribute("classname", gap.stage)
           + ">\n      <error" + attribute("message", gap.why) + attribute("type", "gap") + ">"
           + escaped(gap.hint) + "</error>\n    </testcase>\n";
  }
  total.tests += count;
  total.errors += count;
  return out + "  </testsuite>\n";
}

} // namespace

std::string junit(const model::Report& report) {
  Counts total;
  std::string suites;
  for (const auto& [subject, suite] : suites_of(report)) {
    suites += suite_text(subject, suite, report.as_of, total);
  }
  suites += gap_suite(report, total);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
         + attribute("name", "docker-secaudit " + report.title) + attribute("tests", total.tests)
         + attribute("failures", total.failures) + attribute("errors", total.errors) + ">\n"
         + suites + "</testsuites>\n";
}

} // namespace secaudit::report
