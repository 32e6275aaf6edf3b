// SPDX-License-Identifier: Apache-2.0
// The traps of Boost.Process (docs/adr/002), each as a test against real programs.
#include "host/process_stream.hpp"
#include "host/run.hpp"
#include "host/system_host.hpp"

#include <chrono>
#include <filesystem>
#include <string>

#include <signal.h>

#include "catch.hpp"

using namespace secaudit;
using namespace std::chrono_literals;

namespace {

const host::SystemHost& world() {
  static const host::Cancellation cancellation{std::nullopt};
  static const host::SystemHost instance{cancellation};
  return instance;
}

host::Command sh(std::string script) {
  host::Command command;
  command.argv = {"sh", "-c", std::move(script)};
  return command;
}

std::size_t open_descriptors() {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

} // namespace

TEST_CASE("a process gives its streams and exit code") {
  const auto result = world().run(sh("echo out; echo err >&2; exit 3"));
  REQUIRE(result.has_value());
  CHECK(result->output == "out\n");
  CHECK(result->errors == "err\n");
  CHECK(result->exit_code == 3);
  CHECK_FALSE(result->ok());
}

TEST_CASE("a missing program and an empty name are errors, not crashes") {
  host::Command command;
  CHECK_FALSE(world().run(command).has_value());
  command.argv = {""};
  CHECK_FALSE(world().run(command).has_value());
  command.argv = {"no-such-program-of-ours"};
  const auto result = world().run(command);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().message == "no-such-program-of-ours: no such program");
  command.argv = {"/etc/passwd"};
  CHECK_FALSE(world().run(command).has_value());
}

TEST_CASE("arguments reach the program as they are") {
  host::Command command;
  command.argv = {"printf", "%s|", "a b", "$HOME", "*", "", "'\"\\"};
  const auto result = world().run(command);
  REQUIRE(result.has_value());
  CHECK(result->output == "a b|$HOME|*||'\"\\|");
}

TEST_CASE("both pipes are drained at once, in and out") {
  host::Command command = sh("cat; head -c 3000000 /dev/zero >&2");
  command.input = std::string(5'000'000, 'x');
  const auto result = world().run(command);
  REQUIRE(result.has_value());
  CHECK(result->output.size() == 5'000'000);
  CHECK(result->errors.size() == 3'000'000);
}

TEST_CASE("what is over the limit is drained and said") {
  host::Command command = sh("head -c 1000000 /dev/zero");
  command.output_limit = 1000;
  const auto result = world().run(command);
  REQUIRE(result.has_value());
  CHECK(result->output.size() == 1000);
  CHECK(result->truncated);
  CHECK(result->exit_code == 0);
}

TEST_CASE("a program that closes its input early does not kill us") {
  host::Command command = sh("exec 0<&-; exit 7");
  command.input = std::string(1'000'000, 'x');
  const auto result = world().run(command);
  REQUIRE(result.has_value());
  CHECK(result->exit_code == 7);
}

TEST_CASE("the child sees three descriptors and leaks none") {
  const std::size_t before = open_descriptors();
  for (int i = 0; i < 30; ++i) {
    const auto result = world().run(sh("for n in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do "
                                       "if [ -e /proc/self/fd/$n ]; then echo $n; fi; done"));
    REQUIRE(result.has_value());
    CHECK(result->output == "0\n1\n2\n");
  }
  CHECK(open_descriptors() == before);
}

TEST_CASE("the time limit ends the whole group, grandchildren too") {
  host::Command command = sh("sleep 300 & echo $!; wait");
  command.timeout = 300ms;
  const auto begin = std::chrono::steady_clock::now();
  const auto result = world().run(command);
  REQUIRE(result.has_value());
  CHECK(result->timed_out);
  CHECK(std::chrono::steady_clock::now() - begin < 3s);
  const pid_t grandchild = static_cast<pid_t>(std::stol(result->output));
  // A killed process may stay a zombie of its reaper for a moment.
  bool gone = false;
  for (int i = 0; i < 100 && !gone; ++i) {
    const auto status = world().read_file("/proc/" + std::to_string(grandchild) + "/stat", 4096);
    gone = !status || status->find(") Z ") != std::string::npos;
  }
  CHECK(gone);
}

TEST_CASE("a grandchild that keeps the pipe open does not hold us") {
  const auto begin = std::chrono::steady_clock::now();
  const auto result = world().run(sh("sleep 300 & exit 4"));
  REQUIRE(result.has_value());
  CHECK(result->exit_code == 4);
  CHECK(std::chrono::steady_clock::now() - begin < 10s);
}

TEST_CASE("death by a signal and exit codes are told apart") {
  CHECK(world().run(sh("kill -9 $$"))->exit_code == 137);
  CHECK(world().run(sh("exit 9"))->exit_code == 9);
}

TEST_CASE("signals are at their defaults in the child") {
  // With SIGPIPE ignored, `yes` would end with an error text instead of silently.
  const auto result = world().run(sh("yes | head -n 1"));
  REQUIRE(result.has_value());
  CHECK(result->errors.empty());
}

TEST_CASE("the environment is ours with the changes, without the plugin's variables") {
  ::setenv("SECAUDIT_TEST_KEPT", "kept", 1);
  ::setenv("DOCKER_CLI_PLUGIN_SOCKET", "@x", 1);
  host::Command command = sh("echo "
                             "\"$SECAUDIT_TEST_KEPT,$ADDED,${SECAUDIT_TEST_GONE-unset},${DOCKER_"
                             "CLI_PLUGIN_SOCKET-unset}\"");
  ::setenv("SECAUDIT_TEST_GONE", "x", 1);
  command.environment["ADDED"] = "a=b";
  command.environment["SECAUDIT_TEST_GONE"] = std::nullopt;
  const auto result = world().run(command);
  ::unsetenv("DOCKER_CLI_PLUGIN_SOCKET");
  REQUIRE(result.has_value());
  CHECK(result->output == "kept,a=b,unset,unset\n");
}

TEST_CASE("a sink may end the program") {
  std::size_t seen = 0;
  const auto begin = std::chrono::steady_clock::now();
  const auto result = world().stream(sh("yes"), [&](std::string_view bytes) {
    seen += bytes.size();
    return seen < 100'000;
  });
  REQUIRE(result.has_value());
  CHECK(result->exit_code == 137);
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
}

TEST_CASE("a program's output can be pulled") {
  host::ProcessStream stream(world(), sh("head -c 20000000 /dev/zero; exit 5"));
  std::string buffer(100'000, '\0');
  std::size_t total = 0;
  for (auto size = stream.read(buffer); size && *size > 0; size = stream.read(buffer)) {
    total += *size;
  }
  CHECK(total == 20'000'000);
  CHECK(stream.finish()->exit_code == 5);
}

TEST_CASE("an abandoned stream ends its program") {
  const auto begin = std::chrono::steady_clock::now();
  { host::ProcessStream stream(world(), sh("yes")); }
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
}

TEST_CASE("a program is never taken from the working directory") {
  CHECK_FALSE(host::find_in_path("sh", "").has_value());
  CHECK_FALSE(host::find_in_path("", "/bin").has_value());
  CHECK(host::find_in_path("sh", ":/nonexistent:/bin") == "/bin/sh");
}

TEST_CASE("files are written whole or not at all") {
  const std::string folder =
      std::filesystem::temp_directory_path() / ("secaudit-host-" + std::to_string(::getpid()));
  REQUIRE(world().make_directory(folder, 0700).has_value());
  REQUIRE(world().make_directory(folder, 0700).has_value());
  REQUIRE(world().write_file(folder + "/report.txt", "one", 0600).has_value());
  REQUIRE(world().write_file(folder + "/report.txt", "two", 0600).has_value());
  CHECK(*world().read_file(folder + "/report.txt", 100) == "two");
  CHECK(world().stat(folder + "/report.txt")->mode == 0600);
  CHECK_FALSE(world().write_file("/dev/full/x", "y", 0600).has_value());
  CHECK_FALSE(world().read_file(folder, 100).has_value());
  CHECK_FALSE(world().read_file(folder + "/report.txt", 2).has_value());
  CHECK(world().list(folder)->size() == 1);
  std::filesystem::remove_all(folder);
}
