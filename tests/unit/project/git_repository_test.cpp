// SPDX-License-Identifier: Apache-2.0
// What git is asked about documents, and what it must not start while it answers.
#include "project/git/document_ages.hpp"
#include "project/git/tree.hpp"

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

bool has(const host::Command& command, std::string_view word) {
  return std::find(command.argv.begin(), command.argv.end(), word) != command.argv.end();
}

/// A repository in which the last commit that changed a file is of `day`.
support::MemoryHost repository(std::string day, bool shallow = false) {
  support::MemoryHost host;
  host.add_file("/project/SECURITY.md", "# Security\n");
  host.add_file("/project/docs/runbook.md", "# Runbook\n");
  host.add_file("/project/docs/api.md", "# API\n");
  host.set_script([day = std::move(day),
                   shallow](const host::Command& command) -> std::optional<host::ProcessResult> {
    host::ProcessResult result;
    if (has(command, "rev-parse")) {
      result.output = shallow ? "true\ntrue\n" : "true\nfalse\n";
    } else if (has(command, "log")) {
      result.output = day;
    }
    return result;
  });
  return host;
}

model::DocumentAges ages(const support::MemoryHost& host) {
  return project::git::document_ages(host, project::git::read_tree(host, "/project"));
}

} // namespace

TEST_CASE("git tells the day on which security documents changed last") {
  const auto found = ages(repository("2026-03-01\n"));
  CHECK(found.source == model::DocumentAges::Source::history);
  CHECK(found.changed
        == decltype(found.changed){{"SECURITY.md", base::Date{2026, 3, 1}},
                                   {"docs/runbook.md", base::Date{2026, 3, 1}}});
}

TEST_CASE("a shallow clone and a file without a commit have no day") {
  const auto shallow = ages(repository("2026-03-01\n", true));
  CHECK(shallow.source == model::DocumentAges::Source::shallow);
  CHECK(shallow.changed.empty());
  CHECK(ages(repository("")).changed.empty());
}

TEST_CASE("git starts no gpg that the repository's configuration names") {
  const auto host = repository("2026-03-01\n");
  ages(host);
  REQUIRE_FALSE(host.commands().empty());
  for (const host::Command& command : host.commands()) {
    CHECK(has(command, "log.showSignature=false"));
  }
}
