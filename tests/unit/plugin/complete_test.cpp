// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include "catch.hpp"
#include "plugin/complete.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;
using Words = std::vector<std::string>;

namespace {

support::MemoryHost world() {
  support::MemoryHost host;
  host.add_program("docker");
  host.add_file("/project/compose.yaml", "services:\n  web: {image: w}\n  worker: {image: x}\n");
  host.set_script([](const host::Command&) {
    host::ProcessResult result;
    result.output = "nginx:1.30\nnode:24\n<none>:<none>\nevil\x1b[31m:1\n";
    return result;
  });
  return host;
}

} // namespace

TEST_CASE("completion answers with candidates and ends with a directive") {
  struct Case {
    Words words;
    std::string begins;
    std::string directive;
  };
  const std::vector<Case> cases{
      {{"co"}, "completion\t", ":4"},
      {{"com"}, "completion\t", ":4"},
      {{""}, "attest\t", ":4"},
      {{"rules", "sh"}, "show\t", ":4"},
      {{"rules", "show", "CO10"}, "CO101\t", ":4"},
      {{"compose", "--fo"}, "--format\t", ":4"},
      {{"compose", "--format", ""}, "terminal", ":4"},
      {{"compose", "--format", "j"}, "json", ":4"},
      {{"compose", "--format=j"}, "--format=json", ":4"},
      {{"compose", "-f", ""}, "yaml\nyml", ":8"},
      {{"compose", "wo"}, "worker", ":4"},
      {{"image", "ng"}, "nginx:1.30", ":0"},
      {{"image", "ev"}, ":0", ":0"},
      {{"completion", ""}, "bash", ":4"},
      {{"nosuch", ""}, ":4", ":4"},
      {{"version", ""}, ":4", ":4"},
      {{}, "attest\t", ":4"},
  };
  for (const Case& one : cases) {
    INFO(base::join(one.words, " "));
    const support::MemoryHost host = world();
    const std::string answer = plugin::completions(host, one.words);
    CHECK(answer.starts_with(one.begins));
    CHECK(answer.ends_with(one.directive + "\n"));
  }
}

TEST_CASE("completion of images asks the docker of PATH, with little patience") {
  support::MemoryHost host = world();
  host.set_env("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND", "docker-secaudit");
  host.add_program("docker-secaudit");
  plugin::completions(host, {"image", ""});
  REQUIRE(host.commands().size() == 1);
  CHECK(host.commands().front().argv.front().ends_with("/docker"));
  CHECK(host.commands().front().timeout <= std::chrono::seconds(2));
}
