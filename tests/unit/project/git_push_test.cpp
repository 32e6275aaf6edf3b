// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "project/git/hook_folder.hpp"
#include "project/git/objects.hpp"
#include "project/git/push.hpp"

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;
using namespace secaudit::project::git;

namespace {

const std::string one(40, '1');
const std::string two(40, '2');
const std::string zero(40, '0');

host::ProcessResult says(std::string output, int code = 0) {
  host::ProcessResult result;
  result.output = std::move(output);
  result.exit_code = code;
  return result;
}

bool has(const host::Command& command, const std::string& word) {
  return std::find(command.argv.begin(), command.argv.end(), word) != command.argv.end();
}

/// Keeps what it gets, as text.
class Recorder : public ObjectVisitor {
 public:
  void begin(std::size_t index, std::string_view type, std::uint64_t size) override {
    log += std::to_string(index) + ":" + std::string(type) + ":" + std::to_string(size) + "[";
  }
  void data(std::string_view bytes) override { log += bytes; }
  void end() override { log += "]"; }
  void missing(std::size_t index) override { log += std::to_string(index) + ":missing"; }

  std::string log;
};

} // namespace

TEST_CASE("an answer of cat-file is read in pieces of any length") {
  const std::string answer =
      one + " blob 5\na\nb\nc\n" + two + " missing\n" + zero + " commit 0\n\n";
  const std::string expected = "0:blob:5[a\nb\nc]1:missing2:commit:0[]";
  for (std::size_t length = 1; length <= answer.size(); ++length) {
    Recorder recorder;
    BatchReader reader(recorder);
    for (std::size_t at = 0; at < answer.size(); at += length) {
      REQUIRE(reader.feed(std::string_view(answer).substr(at, length)));
    }
    CHECK(recorder.log == expected);
    CHECK(reader.answered() == 3);
    CHECK(reader.between_objects());
  }
}

TEST_CASE("what is no answer of cat-file is refused") {
  for (const std::string& answer :
       {std::string("hello\n"), one + " blob x\n", one + " blob 99999999999999999999999\n",
        one + " blob 1\nab", std::string(1000, 'x')}) {
    Recorder recorder;
    BatchReader reader(recorder);
    CHECK_FALSE(reader.feed(answer));
  }
}

TEST_CASE("an answer that ends early is an error") {
  support::MemoryHost host;
  host.set_script([](const host::Command&) { return says(one + " blob 5\nab"); });
  Recorder recorder;
  CHECK_FALSE(read_objects(host, ".", {one}, recorder));
}

TEST_CASE("the raw listing of git") {
  const auto entry = [](const std::string& meta, const std::string& path) {
    return meta + '\0' + path + '\0';
  };
  const std::string text =
      one + '\0' + entry(":000000 100644 " + zero + " " + two + " A", "a b\n")
      + entry(":100644 000000 " + two + " " + zero + " D", "gone")
      + entry(":000000 160000 " + zero + " " + one + " A", "module")
      + entry("::100644 100644 100644 " + one + " " + one + " " + two + " MM", "merged");
  const auto blobs = parse_raw_diff(text);
  REQUIRE(blobs);
  REQUIRE(blobs->size() == 2);
  CHECK((*blobs)[0].path == "a b\n");
  CHECK((*blobs)[0].id == two);
  CHECK((*blobs)[0].commit == one);
  CHECK((*blobs)[1].path == "merged");
  CHECK((*blobs)[1].id == two);
  CHECK_FALSE(parse_raw_diff(std::string(":100644 x") + '\0' + "p" + '\0'));
  CHECK_FALSE(parse_raw_diff(":000000 100644 " + zero + " " + two + " A"));
}

TEST_CASE("the lines that git writes to a pre-push hook") {
  const auto refs = parse_push("refs/heads/a " + one + " refs/heads/b " + zero + "\n(delete) "
                               + zero + " refs/heads/c " + two + "\n");
  REQUIRE(refs);
  REQUIRE(refs->size() == 2);
  CHECK((*refs)[0].creates());
  CHECK_FALSE((*refs)[0].deletes());
  CHECK((*refs)[1].deletes());
  CHECK(parse_push("")->empty());
  CHECK(parse_push("a " + std::string(64, 'a') + " b " + std::string(64, '0') + "\n"));
  for (const std::string& wrong : {std::string("x"), "a " + one + " b", "a -x b " + one,
                                   "a " + one + " b " + one + " c", "a " + one + "  b " + one}) {
    const auto read = parse_push("refs/heads/a " + one + " refs/heads/b " + zero + "\n" + wrong);
    REQUIRE_FALSE(read);
    CHECK(base::contains(read.error().message, "standard input:2:1"));
  }
}

TEST_CASE("what a push brings in the words of rev-list") {
  support::MemoryHost host;
  // Two questions about each pushed ref, one about each that is replaced.
  host.set_script(
      [](const host::Command&) { return says("commit\ncommit\ntag\ncommit\ncommit\n"); });
  const History history(host, ".");
  const auto range = pushed_range(
      history,
      {{"refs/heads/a", one, "refs/heads/a", two}, {"refs/tags/v1", two, "refs/tags/v1", zero}},
      "origin");
  REQUIRE(range);
  CHECK(range->revisions
        == std::vector<std::string>{one, two + "^{commit}", "--not", "--remotes=origin",
                                    two + "^{}"});
  CHECK(range->objects == std::vector<std::string>{two});
  CHECK(range->tips == std::vector<std::string>{one});
}

TEST_CASE("an unknown remote commit and a URL leave the range open") {
  support::MemoryHost host;
  host.set_script(
      [](const host::Command&) { return says("commit\ncommit\n" + two + "^{} missing\n"); });
  const auto range =
      pushed_range(History(host, "."), {{"refs/heads/a", one, "refs/heads/a", two}}, "/srv/x.git");
  REQUIRE(range);
  CHECK(range->revisions == std::vector<std::string>{one, "--not", "--remotes=/srv/x.git"});
  const auto url = pushed_range(History(host, "."), {{"refs/heads/a", one, "refs/heads/a", two}},
                                "https://example.org/x.git");
  REQUIRE(url);
  CHECK(url->revisions == std::vector<std::string>{one, "--not"});
}

TEST_CASE("a deletion brings nothing and asks git nothing") {
  support::MemoryHost host;
  const auto range =
      pushed_range(History(host, "."), {{"(delete)", zero, "refs/heads/a", two}}, "origin");
  REQUIRE(range);
  CHECK(range->revisions.empty());
  CHECK(range->objects.empty());
  CHECK(host.commands().empty());
}

TEST_CASE("hook managers are recognised by their files") {
  const auto names = [](const support::MemoryHost& host, const std::string& path) {
    HookFolder folder;
    folder.top = "/project";
    folder.path = path;
    std::vector<std::string> found;
    for (const HookManager& manager : hook_managers(host, folder)) {
      found.push_back(manager.name + (manager.runs_us ? "+" : ""));
    }
    return base::join(found, " ");
  };
  support::MemoryHost plain;
  plain.add_file("package.json", R"({"devDependencies": {"husky": "9"}})");
  CHECK(names(plain, "/project/.git/hooks").empty());
  support::MemoryHost all;
  all.add_file("package.json", R"({"devDependencies": {"husky": "9"}, "simple-git-hooks": {}})");
  all.add_file(".husky/pre-push", "docker secaudit hook run -- \"$@\"\n");
  all.add_file(".lefthook.yaml", "");
  all.add_file(".pre-commit-config.yaml", "entry: docker secaudit hook run");
  CHECK(names(all, "/project/.husky/_") == "husky+ lefthook pre-commit+ simple-git-hooks");
}

TEST_CASE("no switch lets a repository start a program") {
  support::MemoryHost host;
  host.set_script([](const host::Command&) { return says(""); });
  const History history(host, ".");
  CHECK(history.brought_by({one}, {}));
  const host::Command& command = host.commands().back();
  CHECK(has(command, "core.fsmonitor=false"));
  CHECK(has(command, "--no-ext-diff"));
  CHECK(has(command, "--no-textconv"));
  CHECK(command.environment.at("GIT_ALLOW_PROTOCOL") == "none");
  CHECK(command.environment.at("GIT_NO_REPLACE_OBJECTS") == "1");
}
