// SPDX-License-Identifier: Apache-2.0
// The traps of the process library, each with the wish that it must not spring.
#include "host/process_stream.hpp"
#include "host/system_host.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include "catch.hpp"

using namespace secaudit;
using namespace std::chrono_literals;

namespace {

host::Command shell(const std::string& script) {
  host::Command command;
  command.argv = {"sh", "-c", script};
  command.timeout = 20s;
  return command;
}

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator folder("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(folder), end(folder)));
}

/// A zombie counts as dead: who has to bury it is not our concern.
bool alive(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t name_end = text.rfind(')');
  return name_end != std::string::npos && text.at(name_end + 2) != 'Z';
}

/// Waits a moment, because the kernel takes one to bury a killed process.
bool gone(int pid) {
  for (int i = 0; i < 50; ++i) {
    if (!alive(pid)) {
      return true;
    }
    std::this_thread::sleep_for(20ms);
  }
  return false;
}

} // namespace

TEST_CASE("the environment is passed as given, without the plugin protocol's variables") {
  ::setenv("DOCKER_CLI_PLUGIN_SOCKET", "@x", 1);
  ::setenv("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND", "docker", 1);
  ::setenv("SECAUDIT_GONE", "1", 1);
  host::Command command = shell("env");
  command.environment = {{"SECAUDIT_A", "b c=d"}, {"SECAUDIT_GONE", std::nullopt}};
  const auto result = host::SystemHost().run(command);
  ::unsetenv("DOCKER_CLI_PLUGIN_SOCKET");
  ::unsetenv("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND");
  REQUIRE(result);
  CHECK(result->output.find("SECAUDIT_A=b c=d\n") != std::string::npos);
  CHECK(result->output.find("SECAUDIT_GONE") == std::string::npos);
  CHECK(result->output.find("DOCKER_CLI_PLUGIN_") == std::string::npos);
  CHECK(result->output.find("PATH=") != std::string::npos);
}

TEST_CASE("both pipes are drained and each is cut at the limit, the rest counted as truncated") {
  host::Command command = shell("head -c 8000000 /dev/zero | tr '\\0' x; "
                                "head -c 8000000 /dev/zero | tr '\\0' y >&2");
  auto whole = host::SystemHost().run(command);
  REQUIRE(whole);
  CHECK(whole->output == std::string(8000000, 'x'));
  CHECK(whole->errors == std::string(8000000, 'y'));
  CHECK(!whole->truncated);
  command.output_limit = 1000;
  auto cut = host::SystemHost().run(command);
  REQUIRE(cut);
  CHECK(cut->output.size() == 1000);
  CHECK(cut->errors.size() == 1000);
  CHECK(cut->truncated);
  CHECK(cut->exit_code == 0);
}

TEST_CASE("input, output and errors may all be long at once") {
  host::Command command = shell("tee /dev/stderr");
  command.input = std::string(5000000, 'z');
  command.output_limit = 6000000;
  const auto result = host::SystemHost().run(command);
  REQUIRE(result);
  CHECK(result->output == command.input);
  CHECK(result->errors == command.input);
}

TEST_CASE("the child sees descriptors 0, 1 and 2 only, and the parent keeps none") {
  const int leak = ::open("/dev/null", O_RDONLY); // on purpose without O_CLOEXEC
  const host::SystemHost host;
  REQUIRE(host.run(shell("true")));
  const std::size_t before = open_descriptors();
  const auto result = host.run(shell("ls /proc/$$/fd"));
  for (int i = 0; i < 30; ++i) {
    REQUIRE(host.run(shell("true")));
  }
  CHECK(open_descriptors() == before);
  ::close(leak);
  REQUIRE(result);
  CHECK(result->output == "0\n1\n2\n");
}

TEST_CASE("a time-out ends the program with its grandchildren") {
  host::Command command = shell("trap '' TERM; sleep 300 & echo $!; sleep 300");
  command.timeout = 200ms;
  const auto result = host::SystemHost().run(command);
  REQUIRE(result);
  CHECK(result->timed_out);
  CHECK(!result->ok());
  CHECK(result->exit_code == 128 + SIGKILL);
  CHECK(result->duration < 1200ms);
  CHECK(gone(std::stoi(result->output)));
}

TEST_CASE("a wish to stop ends the program within a second") {
  const auto stop = std::make_shared<host::Stop>();
  const host::SystemHost host(stop);
  std::thread later([&] {
    std::this_thread::sleep_for(100ms);
    stop->request(130);
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto result = host.run(shell("sleep 300"));
  later.join();
  REQUIRE(result);
  CHECK(result->cancelled);
  CHECK(result->exit_code == 128 + SIGTERM);
  CHECK(std::chrono::steady_clock::now() - begin < 1s);
  const auto after = host.run(shell("echo started"));
  REQUIRE(after);
  CHECK(after->cancelled);
  CHECK(after->output.empty());
}

TEST_CASE("a grandchild that keeps the pipe does not keep us") {
  const auto result = host::SystemHost().run(shell("sleep 20 & echo done"));
  REQUIRE(result);
  CHECK(result->output == "done\n");
  CHECK(result->exit_code == 0);
  CHECK(result->duration < 3s);
}

TEST_CASE("a child that closes its input early does not kill us, and gets SIGPIPE itself") {
  ::signal(SIGPIPE, SIG_IGN); // as main does
  host::Command command = shell("exec <&-; sleep 0.05; yes | head -1; kill -PIPE $$; echo alive");
  command.input = std::string(3000000, 'x');
  const auto result = host::SystemHost().run(command);
  REQUIRE(result);
  CHECK(result->output == "y\n");
  CHECK(result->exit_code == 128 + SIGPIPE);
}

TEST_CASE("exit codes are told apart from signals") {
  const host::SystemHost host;
  CHECK(host.run(shell("exit 9"))->exit_code == 9);
  CHECK(host.run(shell("kill -9 $$"))->exit_code == 137);
  CHECK(host.run(shell("exit 255"))->exit_code == 255);
}

TEST_CASE("what cannot be started is an error in words, not an exception") {
  const host::SystemHost host;
  host::Command missing;
  missing.argv = {"secaudit-no-such-program"};
  REQUIRE(!host.run(missing));
  CHECK(host.run(missing).error().message == "the program secaudit-no-such-program was not found");
  host::Command none;
  CHECK(!host.run(none));
  none.argv = {""};
  CHECK(!host.run(none));
  host::Command folder = shell("true");
  folder.directory = "/nonexistent/folder";
  CHECK(!host.run(folder));

  const auto path =
      std::filesystem::temp_directory_path() / ("secaudit-broken-" + std::to_string(::getpid()));
  REQUIRE(host.write_file(path.string(),
                          "\x7f"
                          "ELF broken",
                          0755));
  host::Command broken;
  broken.argv = {path.string()};
  const auto result = host.run(broken);
  std::filesystem::remove(path);
  REQUIRE(!result);
  CHECK(result.error().message.find("Exec format error") != std::string::npos);
}

TEST_CASE("no shell stands between the arguments and the program") {
  host::Command command;
  command.argv = {"printf", "%s|", "$HOME", "a b", "`id`", ";", "*", ""};
  CHECK(host::SystemHost().run(command)->output == "$HOME|a b|`id`|;|*||");
}

TEST_CASE("programs are found in absolute folders of PATH only") {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (".::" + path).c_str(), 1);
  const host::SystemHost host;
  CHECK(host.find_program("sh").value_or("").front() == '/');
  CHECK(!host.find_program("secaudit-no-such-program"));
  CHECK(!host.find_program(""));
  CHECK(!host.find_program("/etc/passwd"));
  CHECK(!host.find_program("/usr/bin"));
  ::setenv("PATH", path.c_str(), 1);
}

TEST_CASE("runs on several threads at once do not disturb each other") {
  const host::SystemHost host;
  std::vector<std::thread> threads;
  std::vector<std::string> outputs(6);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 5; ++round) {
        outputs[i] += host.run(shell("echo " + std::to_string(i)))->output;
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::string line = std::to_string(i) + "\n";
    CHECK(outputs[i] == line + line + line + line + line);
  }
}

TEST_CASE("a stream hands the output over while it arrives, and errors are drained meanwhile") {
  std::size_t count = 0;
  const auto result = host::SystemHost().stream(
      shell("head -c 3000000 /dev/zero >&2; head -c 20000000 /dev/zero; exit 3"),
      [&](std::string_view bytes) {
        count += bytes.size();
        return true;
      });
  REQUIRE(result);
  CHECK(count == 20000000);
  CHECK(result->output.empty());
  CHECK(result->errors.size() == 3000000);
  CHECK(result->exit_code == 3);
}

TEST_CASE("a sink that has enough ends the program") {
  const auto result =
      host::SystemHost().stream(shell("yes"), [](std::string_view) { return false; });
  REQUIRE(result);
  CHECK(!result->ok());
  CHECK(result->duration < 2s);
}

TEST_CASE("progress arrives before the end and is kept as well") {
  std::string seen;
  const auto result = host::SystemHost().run_with_progress(
      shell("echo step 1 >&2; sleep 0.05; echo out"), [&](std::string_view bytes) {
        seen += bytes;
        return true;
      });
  REQUIRE(result);
  CHECK(seen == "step 1\nout\n");
  CHECK(result->errors == "step 1\n");
  CHECK(result->output == "out\n");
}

TEST_CASE("a running program is a stream of bytes") {
  const host::SystemHost host;
  SECTION("read to its end") {
    host::ProcessStream stream(host, shell("head -c 3000000 /dev/zero; echo oops >&2; exit 4"));
    std::vector<char> buffer(70000);
    std::size_t total = 0;
    for (auto count = stream.read(buffer); count && *count > 0; count = stream.read(buffer)) {
      total += *count;
    }
    const auto result = stream.finish();
    CHECK(total == 3000000);
    REQUIRE(result);
    CHECK(result->exit_code == 4);
    CHECK(result->errors == "oops\n");
  }
  SECTION("left early") {
    host::ProcessStream stream(host, shell("yes"));
    std::vector<char> buffer(10);
    CHECK(*stream.read(buffer) == 10);
    const auto result = stream.finish();
    REQUIRE(result);
    CHECK(!result->ok());
  }
  SECTION("not to be started") {
    host::Command command;
    command.argv = {"secaudit-no-such-program"};
    host::ProcessStream stream(host, command);
    std::vector<char> buffer(10);
    CHECK(!stream.read(buffer));
    CHECK(!stream.finish());
  }
}
