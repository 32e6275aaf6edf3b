// SPDX-License-Identifier: Apache-2.0
#include "base/search_limits.hpp"
#include "base/text.hpp"

#include "catch.hpp"
#include "plugin/clean_blobs.hpp"
#include "plugin/hook_script.hpp"
#include "plugin/secret_finds.hpp"
#include "plugin/secret_report.hpp"
#include "plugin/tree_search.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;
using namespace secaudit::plugin;

namespace {

// Put together here, so that no scanner finds it in this file.
const std::string key = std::string("AKIA") + "QYLPMN5HHHFPZAM2";

} // namespace

TEST_CASE("equal secrets are one with several places") {
  const secrets::Scanner scanner;
  SecretFinds finds;
  ContentSearch search(scanner, finds);
  for (const char* path : {"a.py", "b.py"}) {
    search.begin({path, "", 30});
    search.data("\nkey = " + key + "\n");
    REQUIRE(search.end(nullptr) == std::size_t{1});
  }
  REQUIRE(finds.all().size() == 1);
  REQUIRE(finds.all()[0].places.size() == 2);
  CHECK(finds.all()[0].places[1].path == "b.py");
  CHECK(finds.all()[0].places[1].begin == model::Position{2, 7});
  CHECK_FALSE(base::contains(finds.all()[0].masked, key));
}

TEST_CASE("a long file has its places from a second reading") {
  const secrets::Scanner scanner;
  const std::string text = std::string(limits::secret_kept_bytes, 'x') + "\nä " + key + "\n";
  for (const std::size_t piece : {std::size_t{1000003}, text.size()}) {
    SecretFinds finds;
    ContentSearch search(scanner, finds);
    search.begin({"long.txt", "", text.size()});
    for (std::size_t at = 0; at < text.size(); at += piece) {
      search.data(std::string_view(text).substr(at, piece));
    }
    const auto found = search.end([&](const host::Sink& sink) -> base::Status {
      for (std::size_t at = 0; at < text.size(); at += piece) {
        sink(std::string_view(text).substr(at, piece));
      }
      return {};
    });
    REQUIRE(found == std::size_t{1});
    CHECK(finds.all()[0].places[0].begin == model::Position{2, 3});
    CHECK(finds.all()[0].places[0].end == model::Position{2, 23});
  }
}

TEST_CASE("a secret in a name is masked wherever the name is shown") {
  const secrets::Scanner scanner;
  SecretFinds finds;
  ContentSearch search(scanner, finds);
  CHECK(search.name("keys/" + key + ".txt", "") == 1);
  CHECK_FALSE(base::contains(finds.all()[0].places[0].path, key));
  CHECK(shown_path(scanner, "src/app.py") == "src/app.py");
}

TEST_CASE("the report of a search is a finding a secret, with its commits") {
  const secrets::Scanner scanner;
  SecretFinds finds;
  ContentSearch search(scanner, finds);
  const std::string commit(40, 'a');
  search.begin({"a.py", commit, 30});
  search.data("key = " + key + "\n");
  REQUIRE(search.end(nullptr));
  audit::Policy policy;
  policy.as_of = {2026, 11, 25};
  const model::Report report = secret_report(finds.all(), {"HEAD", "1 file", {}}, policy);
  REQUIRE(report.findings.size() == 1);
  const model::Finding& finding = report.findings.front();
  CHECK(finding.rule == "SE001");
  CHECK(finding.subject == "a.py");
  CHECK(base::contains(finding.message, commit.substr(0, 12)));
  CHECK(base::contains(finding.remedy, "git rebase -i " + commit.substr(0, 12)));
  const auto* command = std::get_if<model::CommandEvidence>(&finding.evidence.at(1));
  REQUIRE(command != nullptr);
  CHECK(command->argv == std::vector<std::string>{"git", "show", commit + ":a.py"});
}

TEST_CASE("clean blobs are remembered for one set of rules") {
  CleanBlobs first("rules 1");
  CHECK_FALSE(first.contains("a", "x"));
  first.add("a", "x");
  first.add("a", "x");
  first.add("b", "x");
  CHECK(first.changed());
  CleanBlobs again("rules 1");
  again.load(first.text());
  CHECK_FALSE(again.changed());
  CHECK(again.contains("a", "x"));
  CHECK_FALSE(again.contains("a", "y"));
  CHECK(again.text() == first.text());
  CleanBlobs other("rules 2");
  other.load(first.text());
  CHECK_FALSE(other.contains("a", "x"));
  CleanBlobs damaged("rules 1");
  damaged.load(first.text() + "x");
  CHECK_FALSE(damaged.contains("a", "x"));
  CHECK(rule_set_id().size() == 64);
}

TEST_CASE("the hook names the program so that a shell cannot misread it") {
  const std::string script = hook_script("/opt/it's $HOME/docker-secaudit");
  CHECK(is_our_hook(script));
  CHECK(base::contains(script, R"(program='/opt/it'\''s $HOME/docker-secaudit')"));
  CHECK_FALSE(is_our_hook("#!/bin/sh\nexec lint\n"));
}

TEST_CASE("a tree is searched without links, .git, and what git keeps for itself") {
  support::MemoryHost host;
  host.add_file("a.txt", key + "\n");
  host.add_file(".git/objects/x", key + "\n");
  host.add_file(".git/config", "url = " + key + "\n");
  host.add_link("link", "a.txt");
  const secrets::Scanner scanner;
  SecretFinds finds;
  std::vector<model::Gap> gaps;
  TreeSearch search(host, scanner, finds, gaps);
  REQUIRE(search.path("."));
  REQUIRE(finds.all().size() == 1);
  std::vector<std::string> paths;
  for (const SecretPlace& place : finds.all()[0].places) {
    paths.push_back(place.path);
  }
  CHECK(base::join(paths, " ") == ".git/config a.txt");
  CHECK(gaps.empty());
  CHECK_FALSE(search.path("absent"));
}
