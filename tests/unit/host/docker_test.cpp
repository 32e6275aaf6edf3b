// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "host/docker.hpp"

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

support::MemoryHost world() {
  support::MemoryHost host;
  host.add_program("docker");
  return host;
}

std::string argv_of(const host::Command& command) {
  std::vector<std::string> words(command.argv.begin() + 1, command.argv.end());
  return base::join(words, " ");
}

host::ProcessResult failed(std::string errors) {
  host::ProcessResult result;
  result.exit_code = 1;
  result.errors = std::move(errors);
  return result;
}

} // namespace

TEST_CASE("the docker that called is the one that is run, but never ourselves") {
  support::MemoryHost host = world();
  host.set_script([](const host::Command&) { return host::ProcessResult{}; });
  SECTION("by name") {
    host.add_program("./other/docker");
    host.set_env("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND", "./other/docker");
    const auto docker = host::Docker::find(host, {});
    REQUIRE(docker);
    docker->has_compose();
    CHECK(base::contains(host.commands().back().argv.front(), "other/docker"));
  }
  SECTION("a name that does not exist any more") {
    host.set_env("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND", "bogus");
    REQUIRE(host::Docker::find(host, {}));
  }
  SECTION("while completing the variable holds our own path") {
    host.add_program("docker-secaudit");
    host.set_env("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND", "docker-secaudit");
    const bool completing = GENERATE(true, false);
    const auto docker = host::Docker::find(host, {}, completing);
    REQUIRE(docker);
    docker->has_compose();
    CHECK(!base::contains(host.commands().back().argv.front(), "secaudit"));
  }
  SECTION("none at all") {
    const support::MemoryHost empty;
    CHECK(!host::Docker::find(empty, {}));
  }
}

TEST_CASE("global flags stand in front of every call, as typed") {
  support::MemoryHost host = world();
  host.set_script([](const host::Command&) { return host::ProcessResult{}; });
  const auto docker = host::Docker::find(host, {"--context", "c1", "-Dlerror"});
  REQUIRE(docker);
  docker->has_compose();
  CHECK(argv_of(host.commands().back()) == "--context c1 -Dlerror compose version --short");
  host::ComposeFlags flags;
  flags.files = {"a.yml", "b.yml"};
  flags.env_files = {"e"};
  flags.profiles = {"x"};
  flags.project_name = "p";
  flags.project_directory = "d";
  CHECK(docker->compose_build(flags, {"web", "db"}, {}, nullptr));
  CHECK(argv_of(host.commands().back())
        == "--context c1 -Dlerror compose --file a.yml --file b.yml --env-file e --profile x "
           "--project-name p --project-directory d build --no-cache -- web db");
  CHECK(docker->compose_build({}, {"web"}, {true, true}, nullptr));
  CHECK(argv_of(host.commands().back()) == "--context c1 -Dlerror compose build --pull -- web");
}

TEST_CASE(
    "what a project names becomes neither a flag nor a variable of the docker that is started") {
  support::MemoryHost host = world();
  host.set_script([](const host::Command&) { return host::ProcessResult{}; });
  const auto docker = host::Docker::find(host, {});
  host::BuildJob job;
  job.tag = "p-web";
  job.context = "/c";
  job.dockerfile = "/c/Dockerfile.prod";
  job.target = "run";
  job.arguments = {{"FREE", "v"}, {"DOCKER_CONFIG", "w"}, {"FROM_SHELL", std::nullopt}};
  CHECK(docker->build(job, {}, nullptr));
  const auto& command = host.commands().back();
  CHECK(argv_of(command)
        == "build --tag p-web --no-cache --file /c/Dockerfile.prod --target run "
           "--build-arg DOCKER_CONFIG=w --build-arg FREE=v --build-arg FROM_SHELL -- /c");
  CHECK(command.environment.count("DOCKER_CONFIG") == 0);
  job.dockerfile_text = "FROM scratch\n";
  CHECK(docker->build(job, {}, nullptr));
  CHECK(host.commands().back().input == "FROM scratch\n");
  CHECK(base::contains(argv_of(host.commands().back()), "--file - "));
}

TEST_CASE("a name is made exact before it is saved") {
  using host::exact_reference;
  const std::string id = "sha256:0123";
  CHECK(exact_reference("web", id, {"web:1", "web:latest"}) == "web:latest");
  CHECK(exact_reference("web:1", id, {"web:1", "web:latest"}) == "web:1");
  CHECK(exact_reference("docker.io/library/web", id, {"web:latest"}) == "web:latest");
  CHECK(exact_reference("reg:5000/web", id, {"reg:5000/web:latest"}) == "reg:5000/web:latest");
  CHECK(exact_reference("0123", id, {"web:latest"}) == id);
  CHECK(exact_reference("web@sha256:ab", id, {}) == id);
}

TEST_CASE("inspect reads the engine's answer and refuses what is no name") {
  support::MemoryHost host = world();
  host.set_script([](const host::Command& command) {
    host::ProcessResult result;
    if (command.argv.back() == "nosuch") {
      result = failed("Error response from daemon: No such image: nosuch:latest\n");
      result.output = "[]\n";
      return result;
    }
    result.output = R"([{"Id":"sha256:ab","RepoTags":["web:latest"],"Os":"linux",
                         "Architecture":"arm64","Variant":"v8"}])";
    return result;
  });
  const auto docker = host::Docker::find(host, {});
  const auto image = docker->inspect("web");
  REQUIRE(image);
  CHECK(image->reference == "web:latest");
  CHECK(image->platform == "linux/arm64/v8");
  REQUIRE(!docker->inspect("nosuch"));
  CHECK(docker->inspect("nosuch").error().message == "No such image: nosuch:latest");
  const std::size_t asked = host.commands().size();
  CHECK(!docker->inspect("--format=x"));
  CHECK(!docker->inspect(""));
  CHECK(host.commands().size() == asked);
}

TEST_CASE("the reason of a failure is the line that tells it") {
  using host::reason_in;
  CHECK(reason_in("#5 RUN false\n------\nERROR: failed to solve: process \"x\" exit code: 1\n\n")
        == "failed to solve: process \"x\" exit code: 1");
  CHECK(reason_in("Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?")
        == "Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?");
  CHECK(reason_in("a\nlast line\n") == "last line");
  CHECK(reason_in("error: one\nWARNING: errors may follow\n") == "error: one");
  CHECK(!reason_in("").empty());
}

TEST_CASE("an engine that is not there, or silent, is told in one line") {
  support::MemoryHost host = world();
  host::ProcessResult answer = failed("Cannot connect to the Docker daemon at unix:///x.\n");
  std::string expected = "Cannot connect to the Docker daemon at unix:///x.";
  SECTION("not running") {}
  SECTION("silent") {
    answer.timed_out = true;
    expected = "the Docker Engine does not answer";
  }
  host.set_script([&](const host::Command&) { return answer; });
  const auto status = host::Docker::find(host, {})->engine_answers();
  REQUIRE(!status);
  CHECK(status.error().message == expected);
  CHECK(!status.error().hint.empty());
}
