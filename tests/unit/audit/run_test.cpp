// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"
#include "audit/fingerprint.hpp"

#include "catch.hpp"
#include "project.hpp"

using namespace secaudit;
using namespace secaudit::audit_test;

namespace {

rules::Verdict complain(const model::Service& service, const rules::Context&) {
  if (service.name == "quiet") {
    return rules::pass();
  }
  rules::Issue issue;
  issue.severity = model::Severity::high;
  issue.message = service.name + " is wrong.";
  issue.evidence = {rules::at(service.name_span)};
  issue.remedy = "mend it";
  issue.key = "key";
  rules::Issue again = issue;
  again.severity = model::Severity::medium;
  return rules::from_issues({issue, again});
}

std::vector<rules::Entry> one_rule(bool strict_only = false) {
  rules::Rule rule{.id = "CO999",
                   .name = "wrong",
                   .title = "Something is wrong",
                   .severity = model::Severity::high,
                   .items = {"C7"},
                   .controls = {"CIS-Docker 9.9"},
                   .tags = {},
                   .strict_only = strict_only,
                   .check = rules::ServiceCheck(complain)};
  return {{rule, "# CO999\n\n## Why it matters\n\nBecause.\n\n## How to fix\n\nSo.\n"}};
}

model::Subjects three() {
  model::Subjects out = subjects(
      {service("a", "nginx:1", 3), service("b", "nginx:1", 9), service("quiet", "nginx:1", 12)});
  out.project->services[1].active = false;
  return out;
}

} // namespace

TEST_CASE("every rule meets every service: a check each, a finding for each issue") {
  const model::Report report = audit::run(three(), one_rule(), policy());
  REQUIRE(report.checks.size() == 3);
  CHECK(report.checks[0].outcome == model::Outcome::fail);
  CHECK(report.checks[2].outcome == model::Outcome::pass);
  REQUIRE(report.findings.size() == 4);
  CHECK(report.findings[0].subject == "a");
  CHECK(report.findings[0].severity == model::Severity::high);
  CHECK(report.findings[0].controls == std::vector<std::string>{"CIS-Docker 9.9"});
  CHECK(report.findings[1].severity == model::Severity::medium);
  CHECK(report.rules.at("CO999").why.find("Because.") != std::string::npos);
}

TEST_CASE("findings of a service whose profile is not enabled are information") {
  const model::Report report = audit::run(three(), one_rule(), policy());
  for (const model::Finding& finding : report.findings) {
    CHECK((finding.severity == model::Severity::info) == (finding.subject == "b"));
    CHECK(finding.due.has_value() == (finding.subject != "b"));
  }
}

TEST_CASE("rules for the strict profile run only there") {
  CHECK(audit::run(three(), one_rule(true), policy()).findings.empty());
  audit::Policy strict = policy();
  strict.strict = true;
  CHECK(audit::run(three(), one_rule(true), strict).findings.size() == 4);
}

TEST_CASE("the fingerprint survives moved lines and tells equal places apart") {
  model::Subjects moved = three();
  for (model::Service& service : moved.project->services) {
    service.name_span.begin.line += 40;
  }
  const model::Report before = audit::run(three(), one_rule(), policy());
  const model::Report after = audit::run(moved, one_rule(), policy());
  for (std::size_t i = 0; i < before.findings.size(); ++i) {
    CHECK(before.findings[i].fingerprint == after.findings[i].fingerprint);
    CHECK(before.findings[i].fingerprint.size() == 16);
  }
  CHECK(before.findings[0].fingerprint != before.findings[1].fingerprint);
  CHECK(before.report_id == after.report_id);
  CHECK(audit::fingerprint("R", "a|b", "c", 0) != audit::fingerprint("R", "a", "b|c", 0));
}

TEST_CASE("due dates count from the first sight") {
  audit::Policy with = policy();
  const model::Report first = audit::run(three(), one_rule(), with);
  CHECK(first.findings[0].due == base::Date{2026, 12, 2});
  CHECK(first.findings[1].due == base::Date{2026, 12, 25});
  CHECK_FALSE(audit::reaches(first, model::Severity::critical));
  CHECK(audit::reaches(first, model::Severity::high));

  with.past[first.findings[0].fingerprint].first = {2026, 11, 1};
  const model::Report later = audit::run(three(), one_rule(), with);
  CHECK(later.findings[0].first_seen == base::Date{2026, 11, 1});
  CHECK(later.findings[0].due == base::Date{2026, 11, 8});
  // Overdue counts one level higher.
  CHECK(audit::reaches(later, model::Severity::critical));
}

TEST_CASE("suppressed findings are kept with the reason") {
  audit::Policy with = policy();
  audit::Suppression suppression;
  suppression.rule = "CO9*";
  suppression.subject = "a";
  suppression.reason = "isolated host";

  SECTION("in force") {
    with.suppressions = {suppression};
    const model::Report report = audit::run(three(), one_rule(), with);
    REQUIRE(report.findings.size() == 4);
    CHECK(report.findings[0].standing == model::Standing::suppressed);
    CHECK(report.findings[0].standing_reason == "isolated host");
    CHECK_FALSE(audit::reaches(report, model::Severity::medium));
  }
  SECTION("past its end") {
    suppression.until = base::Date{2026, 11, 24};
    with.suppressions = {suppression};
    const model::Report report = audit::run(three(), one_rule(), with);
    CHECK(report.findings[0].standing == model::Standing::open);
    CHECK(report.findings[0].standing_reason.find("2026-11-24") != std::string::npos);
  }
  SECTION("without a reason") {
    suppression.reason = " ";
    with.suppressions = {suppression};
    CHECK(audit::run(three(), one_rule(), with).findings[0].standing == model::Standing::open);
  }
  SECTION("of a line") {
    suppression.subject.clear();
    suppression.line = 9;
    suppression.span.file = "compose.yaml";
    with.suppressions = {suppression};
    const model::Report report = audit::run(three(), one_rule(), with);
    for (const model::Finding& finding : report.findings) {
      CHECK((finding.standing == model::Standing::suppressed) == (finding.subject == "b"));
    }
  }
}

TEST_CASE("a raised severity never gives more time than there was") {
  const model::Report first = audit::run(three(), one_rule(), policy());
  const std::string print = first.findings[0].fingerprint; // high: seven days
  audit::Policy with = policy();                           // as of 2026-11-25
  audit::Past& past = with.past[print];
  past.first = {2026, 11, 24};
  past.severity = model::Severity::medium;
  const auto raised = audit::run(three(), one_rule(), with).findings[0];
  CHECK(raised.due == base::Date{2026, 12, 2}); // seven days from the raise
  CHECK(raised.clock.find("raised") != std::string::npos);
  past.first = {2026, 11, 1}; // medium: due on December 1st already
  CHECK(audit::run(three(), one_rule(), with).findings[0].due == base::Date{2026, 12, 1});
  past.severity = model::Severity::critical; // lowered: from the first sight
  CHECK(audit::run(three(), one_rule(), with).findings[0].due == base::Date{2026, 11, 8});
  past.gone = true;
  const auto back = audit::run(three(), one_rule(), with).findings[0];
  CHECK(back.first_seen == base::Date{2026, 11, 25});
  CHECK(back.clock.find("reappeared") != std::string::npos);
}

TEST_CASE("the days until a finding is due can be set") {
  audit::Policy with = policy();
  with.due_days.high = 14;
  CHECK(audit::run(three(), one_rule(), with).findings[0].due == base::Date{2026, 12, 9});
  with.due_days.high.reset();
  CHECK_FALSE(audit::run(three(), one_rule(), with).findings[0].due.has_value());
}

TEST_CASE("a gap does not name its file twice, and takes its place out of the message") {
  model::Subjects subjects = three();
  subjects.gaps = {{"config", ".secaudit.yaml", ".secaudit.yaml:2:7: not valid YAML: why", {}, ""},
                   {"files", "a/pipe.json", "/srv/a/pipe.json: is no regular file", {}, ""},
                   {"files", "b", "a: of something else", {}, ""}};
  const model::Report report = audit::run(subjects, one_rule(), policy());
  REQUIRE(report.gaps.size() >= 3);
  CHECK(report.gaps[0].why == "not valid YAML: why");
  CHECK(model::to_string(report.gaps[0].span) == ".secaudit.yaml:2:7");
  CHECK(report.gaps[1].why == "is no regular file");
  CHECK(report.gaps[2].why == "a: of something else");
}
