// SPDX-License-Identifier: Apache-2.0
#include "audit/suppressions.hpp"

#include "catch.hpp"
#include "project.hpp"

using namespace secaudit;
using namespace secaudit::audit_test;

namespace {

rules::Verdict complain(const model::Service& service, const rules::Context&) {
  rules::Issue issue;
  issue.severity = model::Severity::high;
  issue.message = service.name + " is wrong.";
  issue.evidence = {rules::at(service.name_span)};
  issue.remedy = "mend it";
  issue.key = "key";
  return rules::from_issues({issue});
}

rules::Verdict content(const model::Service&, const rules::Context&) {
  return rules::pass("fine");
}

rules::Entry entry(std::string_view id, rules::ServiceCheck check) {
  return {rules::Rule{.id = id,
                      .name = "wrong",
                      .title = "Something is wrong",
                      .severity = model::Severity::high,
                      .items = {},
                      .controls = {},
                      .tags = {},
                      .check = check},
          "# Title\n"};
}

std::vector<rules::Entry> catalogue() {
  return {entry("CO991", complain), entry("CO992", content)};
}

/// A project with one service on line 3 and these comments.
model::Subjects with(std::vector<model::Comment> comments) {
  model::Subjects out = subjects({service("web", "nginx:1", 3)});
  out.project->comments = std::move(comments);
  return out;
}

model::Comment comment(int line, std::string text, bool alone) {
  return {span("compose.yaml", line), std::move(text), alone};
}

std::string notices(const model::Report& report) {
  std::string all;
  for (const model::Gap& gap : report.gaps) {
    CHECK(gap.advisory);
    all += model::to_string(gap.span) + " " + gap.why + "\n";
  }
  return all;
}

} // namespace

TEST_CASE("a comment behind the line, or alone above it, suppresses with its reason") {
  for (const auto& each : {comment(3, " secaudit:ignore=CO991 behind a VPN", false),
                           comment(2, " secaudit:ignore=CO991,CO777 behind a VPN", true)}) {
    const model::Report report = audit::run(with({each}), catalogue(), policy());
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].standing == model::Standing::suppressed);
    CHECK(report.findings[0].standing_reason == "behind a VPN");
  }
}

TEST_CASE("a comment alone stands for the next line that is no comment") {
  const model::Report report = audit::run(
      with({comment(1, " secaudit:ignore=CO991 a reason", true), comment(2, " more words", true)}),
      catalogue(), policy());
  CHECK(report.findings[0].standing == model::Standing::suppressed);
  CHECK(notices(report).empty());
}

TEST_CASE("a comment on another line, or of another rule, suppresses nothing and is told") {
  const model::Report report = audit::run(with({comment(5, " secaudit:ignore=CO991 why", false),
                                                comment(3, " secaudit:ignore=CO992 why", false)}),
                                          catalogue(), policy());
  CHECK(report.findings[0].standing == model::Standing::open);
  CHECK(notices(report)
        == "compose.yaml:5:1 the suppression of CO991 meets no finding\n"
           "compose.yaml:3:1 the suppression of CO992 meets no finding\n");
}

TEST_CASE("without a reason, a rule or a right date nothing is suppressed") {
  const model::Report report =
      audit::run(with({comment(3, " secaudit:ignore=CO991", false),
                       comment(3, " secaudit:ignore CO991 why", false),
                       comment(3, " secaudit:ignore=CO991 why until=soon", false),
                       comment(3, " secaudit:ignore=CO995 why", false)}),
                 catalogue(), policy());
  CHECK(report.findings[0].standing == model::Standing::open);
  CHECK(notices(report)
        == "compose.yaml:3:1 the suppression of CO991 has no reason and no effect\n"
           "compose.yaml:3:1 a suppression without a rule\n"
           "compose.yaml:3:1 a suppression whose `until` is no date\n"
           "compose.yaml:3:1 there is no rule CO995 to suppress\n");
}

TEST_CASE("a suppression that ended is told, and its finding counts") {
  audit::Policy ended = policy();
  audit::Suppression suppression;
  suppression.rule = "CO991";
  suppression.subject = "web";
  suppression.reason = "until the move";
  suppression.until = base::add_days(ended.as_of, -1);
  suppression.span = span(".secaudit.yaml", 2);
  ended.suppressions.push_back(suppression);
  const model::Report report = audit::run(with({}), catalogue(), ended);
  CHECK(report.findings[0].standing == model::Standing::open);
  CHECK(notices(report).find("CO991 for web ended on") != std::string::npos);
}

TEST_CASE("a path pattern and a service must both fit") {
  for (const auto& [path, service_name, holds] :
       {std::tuple{"*.yaml", "web", true}, std::tuple{"deploy/**", "web", false},
        std::tuple{"compose.yaml", "db", false}, std::tuple{"compose.yaml", "", true}}) {
    audit::Policy decided = policy();
    audit::Suppression suppression;
    suppression.rule = "CO99*";
    suppression.subject = service_name;
    suppression.path = path;
    suppression.reason = "why";
    decided.suppressions.push_back(suppression);
    const model::Report report = audit::run(with({}), catalogue(), decided);
    INFO(path << " " << service_name);
    CHECK((report.findings[0].standing == model::Standing::suppressed) == holds);
  }
}

TEST_CASE("a rule that was not decided in this run leaves its suppression alone") {
  audit::Policy decided = policy();
  audit::Suppression suppression;
  suppression.rule = "CO991";
  suppression.reason = "why";
  decided.suppressions.push_back(suppression);
  model::Subjects nothing;
  const model::Report report = audit::run(nothing, catalogue(), decided);
  CHECK(report.gaps.empty());
}
