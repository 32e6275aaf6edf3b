// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <boost/json.hpp>

#include "catch.hpp"
#include "plugin/protocol.hpp"

using namespace secaudit;
using plugin::Invocation;
using Kind = Invocation::Kind;
using Words = std::vector<std::string>;

namespace {

struct Case {
  Words argv;
  Kind kind;
  Words flags;
  Words arguments;
};

std::string text(const Words& words) {
  std::string all;
  for (const auto& word : words) {
    all += "[" + word + "]";
  }
  return all;
}

} // namespace

TEST_CASE("every form of a command line that docker hands on is understood") {
  const std::vector<Case> cases{
      {{"docker-cli-plugin-metadata"}, Kind::metadata, {}, {}},
      {{"secaudit", "image", "foo", "--bar"}, Kind::run, {}, {"image", "foo", "--bar"}},
      {{"--context", "ctx1", "-D", "secaudit", "image", "foo"},
       Kind::run,
       {"--context", "ctx1", "-D"},
       {"image", "foo"}},
      {{"-Hunix:///s.sock", "-Dlerror", "--tlsverify=false", "secaudit", "compose", "--", "-x"},
       Kind::run,
       {"-Hunix:///s.sock", "-Dlerror", "--tlsverify=false"},
       {"compose", "--", "-x"}},
      {{"-H=unix:///s", "-l", "debug", "-c=one", "secaudit"},
       Kind::run,
       {"-H=unix:///s", "-l", "debug", "-c=one"},
       {}},
      {{"-Dc", "secaudit", "secaudit", "image", "x"},
       Kind::run,
       {"-Dc", "secaudit"},
       {"image", "x"}},
      {{"--context", "secaudit", "secaudit", "image", "x"},
       Kind::run,
       {"--context", "secaudit"},
       {"image", "x"}},
      {{"--context=secaudit", "secaudit", "image", "x"},
       Kind::run,
       {"--context=secaudit"},
       {"image", "x"}},
      {{"--config", "/d", "--tlscacert", "a", "--tlscert", "b", "--tlskey", "c", "--tls",
        "secaudit", "check"},
       Kind::run,
       {"--config", "/d", "--tlscacert", "a", "--tlscert", "b", "--tlskey", "c", "--tls"},
       {"check"}},
      {{"secaudit", "image", "-H", "x"}, Kind::run, {}, {"image", "-H", "x"}},
      {{"secaudit", "image", "secaudit"}, Kind::run, {}, {"image", "secaudit"}},
      {{"secaudit", "--help"}, Kind::run, {}, {"--help"}},
      {{"secaudit", "image", "--help"}, Kind::run, {}, {"image", "--help"}},
      {{"help", "secaudit"}, Kind::help, {}, {}},
      {{"help", "secaudit", "image"}, Kind::help, {}, {"image"}},
      {{"--context", "c1", "help", "secaudit", "rules", "show"},
       Kind::help,
       {"--context", "c1"},
       {"rules", "show"}},
      {{"--help", "secaudit"}, Kind::help, {}, {}},
      {{"-h", "secaudit"}, Kind::help, {}, {}},
      {{"--help", "secaudit", "image"}, Kind::help, {}, {"image"}},
      {{"--version", "secaudit"}, Kind::version, {}, {}},
      {{"-v", "secaudit"}, Kind::version, {}, {}},
      {{"--", "secaudit", "x"}, Kind::run, {}, {"x"}},
      {{"-D", "--", "secaudit", "x"}, Kind::run, {"-D"}, {"x"}},
      {{"secaudit"}, Kind::run, {}, {}},
      {{"__complete", "secaudit", "co"}, Kind::complete, {}, {"co"}},
      {{"__complete", "secaudit", "image", ""}, Kind::complete, {}, {"image", ""}},
      {{"__completeNoDesc", "secaudit", ""}, Kind::complete, {}, {""}},
      {{"secaudit", "docker-cli-plugin-hooks", "{}"},
       Kind::hook,
       {},
       {"docker-cli-plugin-hooks", "{}"}},
  };
  for (const Case& one : cases) {
    INFO(text(one.argv));
    const Invocation got = plugin::parse_invocation(one.argv, true);
    CHECK(static_cast<int>(got.kind) == static_cast<int>(one.kind));
    CHECK(text(got.docker_flags) == text(one.flags));
    CHECK(text(got.arguments) == text(one.arguments));
  }
}

TEST_CASE("the binary can be run without docker in front") {
  const std::vector<Case> cases{
      {{"image", "foo"}, Kind::run, {}, {"image", "foo"}},
      {{"-H", "unix:///s", "image", "foo"}, Kind::run, {"-H", "unix:///s"}, {"image", "foo"}},
      {{"--help"}, Kind::help, {}, {}},
      {{"--version"}, Kind::version, {}, {}},
      {{"help", "compose"}, Kind::help, {}, {"compose"}},
      {{"version"}, Kind::run, {}, {"version"}},
      {{"compose", "--project-name", "p", "up"},
       Kind::run,
       {},
       {"compose", "--project-name", "p", "up"}},
      {{"--nope", "x"}, Kind::run, {}, {"--nope", "x"}},
      {{"compose", "-f", "x.yml"}, Kind::run, {}, {"compose", "-f", "x.yml"}},
      {{}, Kind::run, {}, {}},
  };
  for (const Case& one : cases) {
    INFO(text(one.argv));
    const Invocation got = plugin::parse_invocation(one.argv, false);
    CHECK(static_cast<int>(got.kind) == static_cast<int>(one.kind));
    CHECK(text(got.docker_flags) == text(one.flags));
    CHECK(text(got.arguments) == text(one.arguments));
  }
}

TEST_CASE("a global flag without its value is a usage error") {
  const auto got =
      plugin::parse_invocation({GENERATE(as<std::string>{}, "--context", "-H", "-Dl")}, false);
  CHECK(got.kind == Kind::usage_error);
  CHECK(got.error.starts_with("flag needs an argument"));
}

TEST_CASE("a call by Compose as a provider is told apart from our own compose command") {
  using plugin::parse_invocation;
  CHECK(parse_invocation({"compose", "--project-name=p", "up", "--x=1", "svc"}, true).kind
        == Kind::foreign_call);
  CHECK(parse_invocation({"compose", "--project-name=p", "down", "svc"}, false).kind
        == Kind::foreign_call);
  CHECK(parse_invocation({"compose", "metadata"}, false).kind == Kind::foreign_call);
  CHECK(parse_invocation({"secaudit", "compose", "--project-name=p", "up"}, true).kind
        == Kind::run);
  CHECK(parse_invocation({"compose", "--project-name=p", "web"}, false).kind == Kind::run);
}

TEST_CASE("the metadata is one JSON object of the kind that every docker accepts") {
  const auto parsed = base::parse_json(plugin::metadata_json());
  REQUIRE(parsed);
  CHECK(base::string_at(*parsed, "SchemaVersion") == "0.1.0");
  CHECK(!base::string_at(*parsed, "Vendor").empty());
  CHECK(base::string_at(*parsed, "Version").starts_with("v"));
  CHECK(base::string_at(*parsed, "ShortDescription").find('\n') == std::string_view::npos);
}
