// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "catch.hpp"
#include "plugin/config.hpp"
#include "plugin/history.hpp"
#include "plugin/progress.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

constexpr base::Date today{2026, 11, 25};

std::string told_by(const plugin::Config& config) {
  std::string all;
  for (const auto& gap : config.gaps) {
    all += model::to_string(gap.span) + ": " + gap.why + "\n";
  }
  return all;
}

} // namespace

TEST_CASE("suppressions, attestations and the policy are read with their places") {
  const auto config = plugin::parse_config("suppressions:\n"
                                           "  - rule: CO502\n"
                                           "    subject: db\n"
                                           "    reason: the mirror pins digests\n"
                                           "    until: 2027-03-01\n"
                                           "attestations:\n"
                                           "  - item: c10\n"
                                           "    scope: [db]\n"
                                           "    statement: restored\n"
                                           "    by: jane\n"
                                           "    on: 2026-11-02\n"
                                           "    expires: 2027-05-01\n"
                                           "policy:\n"
                                           "  fail-on: medium\n"
                                           "  strict: true\n",
                                           ".secaudit.yaml", today);
  INFO(told_by(config));
  CHECK(config.gaps.empty());
  REQUIRE(config.suppressions.size() == 1);
  CHECK(config.suppressions[0].subject == "db");
  CHECK(config.suppressions[0].until == base::Date{2027, 3, 1});
  CHECK(config.suppressions[0].span.begin.line == 2);
  REQUIRE(config.attestations.size() == 1);
  CHECK(config.attestations[0].item == "C10");
  CHECK(config.attestations[0].scope == std::vector<std::string>{"db"});
  CHECK(config.attestations[0].expires == base::Date{2027, 5, 1});
  CHECK(config.fail_on == "medium");
  CHECK(config.strict);
}

TEST_CASE("a wrong entry is left out and told, the others hold") {
  struct Case {
    const char* text;
    const char* told;
  };
  const auto one =
      GENERATE(Case{"suppressions:\n  - rule: CO1\n", "`reason` is missing"},
               Case{"suppressions:\n  - {rule: CO1, reason: x, until: soon}\n", "has to be a date"},
               Case{"suppresions: []\n", "did you mean `suppressions`?"},
               Case{"- a\n", "expected a mapping"}, Case{"suppressions: x\n", "has to be a list"},
               Case{"attestations:\n  - {item: C13, statement: s, by: b, on: 2026-01-01, expires: "
                    "2026-12-01}\n",
                    "there is no item C13"},
               Case{"attestations:\n  - {item: C1, statement: s, by: b, on: 2026-12-01, expires: "
                    "2027-01-01}\n",
                    "lies in the future"},
               Case{"attestations:\n  - {item: C1, statement: s, by: b, on: 2026-01-01, expires: "
                    "2027-06-01}\n",
                    "1 to 365 days"},
               Case{"policy: {fail-on: severe}\n", "`fail-on` has to be"},
               Case{"policy: {strict: perhaps}\n", "`strict` has to be true or false"},
               Case{"policy: {labels: {}, strict-labels: yes}\n", "`strict-labels` has to be"},
               Case{"a: [1\n", ":"});
  const auto config = plugin::parse_config(one.text, ".secaudit.yaml", today);
  INFO(one.text);
  REQUIRE(!config.gaps.empty());
  CHECK(told_by(config).find(one.told) != std::string::npos);
  CHECK(config.suppressions.empty());
  CHECK(config.attestations.empty());
}

TEST_CASE("the configuration is found beside the project, and a named one must exist") {
  support::MemoryHost host;
  CHECK(plugin::read_config(host, "", "/project", today)->suppressions.empty());
  host.add_file("/project/.secaudit.yaml", "suppressions: [{rule: X, reason: y}]\n");
  CHECK(plugin::read_config(host, "", "/project", today)->suppressions.size() == 1);
  CHECK(!plugin::read_config(host, "/project/none.yaml", "/project", today));
}

TEST_CASE("a finding keeps its first day unless it was gone for long") {
  model::Report report;
  report.as_of = {2026, 11, 25};
  model::Finding finding;
  for (const char* fingerprint : {"aa", "bb", "cc"}) {
    finding.fingerprint = fingerprint;
    finding.severity = model::Severity::high;
    report.findings.push_back(finding);
  }
  plugin::History history;
  history.findings["aa"] = {{2026, 11, 1}, {2026, 11, 10}, {}, {}, {}};
  history.findings["bb"] = {{2026, 1, 1}, {2026, 9, 1}, {}, {}, {}};
  history.findings["dd"] = {{2026, 11, 1}, {2026, 11, 10}, {}, {}, {}};
  history.findings["ee"] = {{2024, 11, 1}, {2024, 11, 10}, {}, {}, {}};
  const auto past = history.past(report.as_of);
  CHECK(past.at("aa").first == base::Date{2026, 11, 1});
  CHECK_FALSE(past.at("aa").gone);
  CHECK(past.at("bb").gone);
  report.findings[0].first_seen = base::Date{2026, 11, 1};
  history.note(report);
  const auto again = plugin::read_history(plugin::to_json(history));
  REQUIRE(again.has_value());
  CHECK(again->findings.at("aa").first == base::Date{2026, 11, 1});
  CHECK(again->findings.at("aa").severity == model::Severity::high);
  CHECK(again->findings.at("bb").first == base::Date{2026, 11, 25});
  CHECK(again->findings.at("cc").first == base::Date{2026, 11, 25});
  CHECK(again->findings.at("dd").last == base::Date{2026, 11, 10});
  CHECK_FALSE(again->findings.contains("ee")); // two years ago
  CHECK_FALSE(plugin::read_history("no json").has_value());
  CHECK_FALSE(plugin::read_history("[]").has_value());
  CHECK_FALSE(plugin::read_history("{\n<<<<<<< ours\n}").has_value());
}

TEST_CASE("of a finding that two branches noted the earlier sight counts") {
  const auto history = plugin::read_history(
      R"({
  "version": 1,
  "findings": {
        "aa": {"first_seen": "2026-11-05", "last_seen": "2026-11-20", "severity": "high"}
        "aa": {"first_seen": "2026-11-01", "last_seen": "2026-11-10", "severity": "low"}
  }
})");
  REQUIRE(history.has_value());
  CHECK(history->findings.at("aa").first == base::Date{2026, 11, 1});
  CHECK(history->findings.at("aa").last == base::Date{2026, 11, 20});
  CHECK(history->findings.at("aa").severity == model::Severity::high);
}

TEST_CASE("progress is a live line on a terminal and plain lines elsewhere") {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* out = ::open_memstream(&text, &size);
  const bool live = GENERATE(true, false);
  {
    plugin::Progress progress(live ? plugin::Progress::Style::live : plugin::Progress::Style::lines,
                              20, out);
    progress.step("building web");
    progress.output("\x1b[32m#1 load\x1b[0m\r");
    progress.output("ed a very long line of text\nunfinished");
  }
  std::fclose(out);
  const std::string got(text, size);
  ::free(text);
  if (live) {
    CHECK(got.starts_with("\r\x1b[Kbuilding web\r\x1b[K"));
    CHECK(got.ends_with("\r\x1b[K"));
    CHECK(got.find('\n') == std::string::npos);
  } else {
    CHECK(got == "building web\n  #1 load\n  ed a very long line of text\n");
  }
}

TEST_CASE("a suppression names a service, a path and its end in the words of the manual") {
  const auto config = plugin::parse_config("suppressions:\n"
                                           "  - rule: CO301\n"
                                           "    service: db\n"
                                           "    path: deploy/*.yaml\n"
                                           "    reason: the port is filtered by the provider\n"
                                           "    expires: 2027-03-01\n"
                                           "  - rule: CO302\n"
                                           "    service: db\n",
                                           ".secaudit.yaml", today);
  REQUIRE(config.suppressions.size() == 1);
  CHECK(config.suppressions[0].subject == "db");
  CHECK(config.suppressions[0].path == "deploy/*.yaml");
  CHECK(config.suppressions[0].until == base::Date{2027, 3, 1});
  CHECK(told_by(config) == ".secaudit.yaml:7:5: `reason` is missing\n");
}
