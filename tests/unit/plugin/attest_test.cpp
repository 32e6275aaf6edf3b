// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "plugin/attest_evidence.hpp"
#include "plugin/attest_text.hpp"
#include "plugin/config.hpp"
#include "plugin/run_command.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

constexpr base::Date today{2026, 11, 25};

plugin::NewAttestation drill() {
  plugin::NewAttestation made;
  made.entry.item = "C10";
  made.entry.statement = "Restored last night's dump: row counts equal";
  made.entry.by = "jane.doe";
  made.entry.on = {2026, 11, 2};
  made.entry.expires = {2027, 5, 1};
  made.entry.evidence = "docs/drill.md";
  return made;
}

/// Everything of `before` is still there, in its order, and the file is understood.
void check_added(const std::string& before, const std::string& after, std::size_t count) {
  INFO(after);
  std::size_t at = 0;
  for (const char c : before) {
    at = after.find(c, at);
    REQUIRE(at != std::string::npos);
    ++at;
  }
  const auto config = plugin::parse_config(after, ".secaudit.yaml", today);
  CHECK(config.gaps.empty());
  REQUIRE(config.attestations.size() == count);
  CHECK(config.attestations.back().by == "jane.doe");
  CHECK(config.attestations.back().statement == "Restored last night's dump: row counts equal");
}

plugin::Options options_for(const std::string& item) {
  plugin::Options options;
  options.command = "attest";
  options.words = {item};
  options.attest.by = "jane.doe";
  options.common.as_of = "2026-11-25";
  return options;
}

} // namespace

TEST_CASE("an attestation goes to the end of the list and leaves the rest of the file alone") {
  const std::string before =
      GENERATE(std::string(""), std::string("# ours\nsuppressions: []\n"),
               std::string("policy:\n  strict: true"), std::string("attestations:\n"),
               std::string("attestations: []\npolicy:\n  fail-on: low\n"),
               std::string("attestations: # who says so\n\npolicy:\n  fail-on: low\n"));
  const auto after = plugin::with_attestation(before, ".secaudit.yaml", drill());
  REQUIRE(after);
  std::string kept = before;
  if (const auto empty = kept.find(" []\npolicy"); empty != std::string::npos) {
    kept.erase(empty, 3);
  }
  check_added(kept, *after, 1);
}

TEST_CASE("an attestation follows those that are there, with their indentation and line ends") {
  const std::string entry =
      "item: C6\n    statement: |\n      shipped by\n      the host\n    by: ops\n"
      "    on: 2026-11-01\n    expires: 2027-01-01 # then again\n";
  const std::string before =
      "attestations:\n  # logs\n  - " + entry + "\n# the rest\npolicy:\n  fail-on: high\n";
  const auto after = plugin::with_attestation(before, ".secaudit.yaml", drill());
  REQUIRE(after);
  check_added(before, *after, 2);
  CHECK(after->find("# then again\n  - item: C10\n    statement: ") != std::string::npos);

  const std::string flush = "attestations:\r\n- item: C6\r\n  statement: s\r\n  by: ops\r\n"
                            "  on: 2026-11-01\r\n  expires: 2027-01-01\r\n";
  const auto windows = plugin::with_attestation(flush, ".secaudit.yaml", drill());
  REQUIRE(windows);
  check_added(flush, *windows, 2);
  CHECK(windows->find("\r\n- item: C10\r\n  statement: ") != std::string::npos);
}

TEST_CASE("a file that cannot be added to is left alone") {
  const std::string text =
      GENERATE(std::string("attestations: [{item: C6}]\n"), std::string("attestations: yes\n"),
               std::string("- a\n"), std::string("a: [1\n"), std::string("{policy: {}}\n"));
  INFO(text);
  CHECK_FALSE(plugin::with_attestation(text, ".secaudit.yaml", drill()));
}

TEST_CASE("attest writes the file with the digest of its evidence, and reads it back") {
  support::MemoryHost host;
  host.add_file("/project/docs/drill.md", "restored\n");
  host.add_file("/project/.secaudit.yaml", "# kept\n", 0600);
  plugin::Options options = options_for("c10");
  options.attest.evidence = "docs/drill.md";
  REQUIRE(plugin::run_attest({host, {}, options}) == plugin::exit_codes::clean);
  const auto text = host.content("/project/.secaudit.yaml");
  REQUIRE(text);
  CHECK(text->starts_with("# kept\n"));
  auto config = plugin::parse_config(*text, ".secaudit.yaml", today);
  CHECK(config.gaps.empty());
  REQUIRE(config.attestations.size() == 1);
  CHECK(config.attestations[0].statement == "Disaster recovery tested");
  CHECK(config.attestations[0].expires == base::Date{2027, 5, 24});
  CHECK(config.attestations[0].evidence_sha256 == base::sha256_hex("restored\n"));

  plugin::check_evidence(host, "/project", config.attestations);
  CHECK(config.attestations[0].note.empty());
  host.add_file("/project/docs/drill.md", "changed\n");
  plugin::check_evidence(host, "/project", config.attestations);
  CHECK(config.attestations[0].note == "Its evidence docs/drill.md was changed since");
  CHECK(config.attestations[0].problem.empty());
  const support::MemoryHost elsewhere;
  plugin::check_evidence(elsewhere, "/project", config.attestations);
  CHECK(config.attestations[0].problem == "its evidence docs/drill.md is not there any more");
}

TEST_CASE("evidence that git does not track is noted") {
  support::MemoryHost host;
  host.add_file("/project/a.md", "a\n");
  host.add_file("/project/b.md", "b\n");
  host.set_script([](const host::Command& command) -> std::optional<host::ProcessResult> {
    host::ProcessResult result;
    const auto& words = command.argv;
    const bool listing = std::find(words.begin(), words.end(), "ls-files") != words.end();
    result.output = listing ? std::string("a.md\0", 5) : "true\nfalse\n";
    return result;
  });
  std::vector<audit::Attestation> list(2);
  list[0].evidence = "a.md";
  list[1].evidence = "./b.md";
  plugin::check_evidence(host, "/project", list);
  CHECK(list[0].note.empty());
  CHECK(list[1].note == "Its evidence ./b.md is not tracked by git: others cannot see it");
}

TEST_CASE("what cannot be attested is refused and nothing is written") {
  struct Case {
    const char* item;
    const char* by;
    const char* on;
    const char* expires;
    const char* evidence;
    const char* report;
  };
  const auto one =
      GENERATE(Case{"C13", "jane", "", "", "https://x.example/1", ""},
               Case{"C10", " ", "", "", "https://x.example/1", ""},
               Case{"C10", "jane", "2026-12-01", "", "https://x.example/1", ""},
               Case{"C10", "jane", "", "2028-01-01", "https://x.example/1", ""},
               Case{"C10", "jane", "2026-01-01", "2026-02-01", "https://x.example/1", ""},
               Case{"C10", "jane", "", "", "", ""}, Case{"C10", "jane", "", "", "docs/none.md", ""},
               Case{"C1", "jane", "", "", "", ""}, Case{"C1", "jane", "", "", "", "nothex12"});
  support::MemoryHost host;
  plugin::Options options = options_for(one.item);
  options.attest.by = one.by;
  options.attest.on = one.on;
  options.attest.expires = one.expires;
  options.attest.evidence = one.evidence;
  options.attest.report = one.report;
  CHECK(plugin::run_attest({host, {}, options}) == plugin::exit_codes::unusable);
  CHECK_FALSE(host.content("/project/.secaudit.yaml"));
}

TEST_CASE("C1 takes the report that was given, else the newest one") {
  support::MemoryHost host;
  const std::string id(64, 'a');
  host.add_file("/project/security-reports/report.json", "{\"report_id\": \"" + id + "\"}");
  const plugin::Options options = options_for("C1");
  REQUIRE(plugin::run_attest({host, {}, options}) == plugin::exit_codes::clean);
  const auto config =
      plugin::parse_config(*host.content("/project/.secaudit.yaml"), ".secaudit.yaml", today);
  REQUIRE(config.attestations.size() == 1);
  CHECK(config.attestations[0].report == id);
  CHECK(config.attestations[0].expires == base::Date{2026, 12, 25});
}
