// SPDX-License-Identifier: Apache-2.0
#include "host/cancellation.hpp"
#include "host/system_host.hpp"
#include "host/terminal.hpp"

#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// A folder that goes away with the test.
struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "secaudit-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  std::string at(const std::string& name) const { return path + "/" + name; }
  std::string path;
};

/// Runs `body` in a child process and returns its wait status.
template <typename Body>
int in_child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) {
    body();
    ::_exit(99);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

} // namespace

TEST_CASE("files are written whole, with their mode, and leave nothing behind") {
  const Folder folder;
  const host::SystemHost host;
  REQUIRE(host.make_directory(folder.at("a/b"), 0700));
  CHECK(host.make_directory(folder.at("a/b"), 0700));
  CHECK(host.stat(folder.at("a/b"), true)->mode == 0700);
  REQUIRE(host.write_file(folder.at("a/b/x"), "one", 0600));
  REQUIRE(host.write_file(folder.at("a/b/x"), "two", 0600));
  CHECK(host.stat(folder.at("a/b/x"), true)->mode == 0600);
  CHECK(*host.read_file(folder.at("a/b/x"), 100) == "two");
  CHECK(host.list(folder.at("a/b"))->size() == 1);
  CHECK(!host.write_file(folder.at("a/missing/x"), "x", 0600));
  CHECK(!host.make_directory(folder.at("a/b/x"), 0700));
}

TEST_CASE("an output goes through links and into pipes; a report replaces them") {
  const Folder folder;
  const host::SystemHost host;
  REQUIRE(host.write_file(folder.at("target"), "old", 0600));
  fs::create_symlink("target", folder.at("link"));
  REQUIRE(host.write_output(folder.at("link"), "new", 0600));
  CHECK(fs::is_symlink(folder.at("link")));
  CHECK(*host.read_file(folder.at("target"), 100) == "new");
  REQUIRE(host.write_file(folder.at("link"), "report", 0600));
  CHECK_FALSE(fs::is_symlink(folder.at("link")));
  CHECK(*host.read_file(folder.at("target"), 100) == "new");

  fs::create_symlink("/dev/null", folder.at("null"));
  REQUIRE(host.write_output(folder.at("null"), "gone", 0600));
  CHECK(fs::is_symlink(folder.at("null")));
  CHECK(fs::is_character_file("/dev/null"));
  REQUIRE(host.write_output(folder.at("fresh"), "text", 0600));
  CHECK(*host.read_file(folder.at("fresh"), 100) == "text");
}

TEST_CASE("our own process is no file of a project") {
  const host::SystemHost host;
  if (fs::exists("/proc/self/environ")) {
    CHECK_FALSE(host.read_file("/proc/self/environ", 1 << 20));
  }
}

TEST_CASE("a full disk is told in words") {
  const host::SystemHost host;
  if (!fs::exists("/dev/full")) {
    return;
  }
  const Folder folder;
  const std::string mount = folder.at("small");
  fs::create_directory(mount);
  host::Command command;
  command.argv = {"mount", "-t", "tmpfs", "-o", "size=64k", "none", mount};
  const auto mounted = host.run(command);
  if (!mounted || !mounted->ok()) {
    return; // needs root
  }
  const auto written = host.write_file(mount + "/x", std::string(1000000, 'x'), 0600);
  CHECK(host.list(mount)->empty());
  command.argv = {"umount", mount};
  CHECK(host.run(command)->ok());
  REQUIRE(!written);
  CHECK(written.error().message.find("the disk is full") != std::string::npos);
}

TEST_CASE("reading refuses what is no file, too long, or absent") {
  const Folder folder;
  const host::SystemHost host;
  REQUIRE(host.write_file(folder.at("x"), std::string(1000, 'x'), 0600));
  CHECK(host.read_file(folder.at("x"), 1000));
  CHECK(!host.read_file(folder.at("x"), 999));
  CHECK(!host.read_file(folder.path, 1000));
  CHECK(!host.read_file(folder.at("none"), 1000));
  REQUIRE(::mkfifo(folder.at("fifo").c_str(), 0600) == 0);
  CHECK(!host.read_file(folder.at("fifo"), 1000));
  CHECK(!host.open(folder.path));
  CHECK(host.open(folder.at("x")));
}

TEST_CASE("links are followed on request only") {
  const Folder folder;
  const host::SystemHost host;
  REQUIRE(host.write_file(folder.at("x"), "12345", 0640));
  fs::create_symlink("x", folder.at("link"));
  CHECK(host.stat(folder.at("link"), true)->type == host::FileInfo::Type::file);
  CHECK(host.stat(folder.at("link"), true)->size == 5);
  CHECK(host.stat(folder.at("link"), false)->type == host::FileInfo::Type::symlink);
  CHECK(*host.canonical(folder.at("link")) == *host.canonical(folder.at("x")));
  const auto entries = host.list(folder.path);
  REQUIRE(entries->size() == 2);
  CHECK(entries->at(0).name == "link");
  CHECK(entries->at(0).type == host::FileInfo::Type::symlink);
}

TEST_CASE("colour is decided by flag, NO_COLOR, forcing variables, TERM and the terminal") {
  struct Case {
    const char* name;
    const char* value;
    bool terminal;
    bool colour;
  };
  const auto one =
      GENERATE(Case{"X", "", true, true}, Case{"X", "", false, false},
               Case{"NO_COLOR", "1", true, false}, Case{"NO_COLOR", "", true, true},
               Case{"CLICOLOR_FORCE", "1", false, true}, Case{"CLICOLOR_FORCE", "0", false, false},
               Case{"FORCE_COLOR", "1", false, true}, Case{"FORCE_COLOR", "0", true, true},
               Case{"TERM", "dumb", true, false}, Case{"CLICOLOR", "0", true, false});
  support::MemoryHost host;
  host.set_env(one.name, one.value);
  INFO(one.name << "=" << one.value << " terminal " << one.terminal);
  using host::ColourChoice;
  CHECK(host::use_colour(ColourChoice::automatic, host, one.terminal) == one.colour);
  CHECK(host::use_colour(ColourChoice::always, host, one.terminal));
  CHECK(!host::use_colour(ColourChoice::never, host, one.terminal));
}

TEST_CASE("NO_COLOR wins over forcing variables") {
  support::MemoryHost host;
  host.set_env("NO_COLOR", "1");
  host.set_env("FORCE_COLOR", "1");
  CHECK(!host::use_colour(host::ColourChoice::automatic, host, true));
}

TEST_CASE("a signal ends the children and becomes the exit code") {
  struct Case {
    int signal;
    int code;
  };
  const auto one = GENERATE(Case{SIGINT, 130}, Case{SIGTERM, 143}, Case{SIGHUP, 129});
  const int status = in_child([&] {
    const auto stop = std::make_shared<host::Stop>();
    const host::Cancellation listening(stop, "");
    const host::SystemHost host(stop);
    host::Command command;
    command.argv = {"sh", "-c", "kill -" + std::to_string(one.signal) + " $PPID; sleep 300"};
    const auto result = host.run(command);
    ::_exit(result && result->cancelled ? stop->exit_code() : 1);
  });
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == one.code);
}

TEST_CASE("a program that does not obey is ended, as by a second interrupt") {
  const bool twice = GENERATE(true, false);
  const auto begin = std::chrono::steady_clock::now();
  const int status = in_child([&] {
    const auto stop = std::make_shared<host::Stop>();
    const host::Cancellation listening(stop, "");
    ::raise(SIGINT);
    if (twice) {
      std::this_thread::sleep_for(50ms);
      ::raise(SIGINT);
    }
    std::this_thread::sleep_for(20s);
  });
  CHECK(WEXITSTATUS(status) == 130);
  CHECK(std::chrono::steady_clock::now() - begin < (twice ? 600ms : 1500ms));
}

TEST_CASE("the end of docker's socket is a wish to stop") {
  const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = "secaudit_test_" + std::to_string(::getpid());
  std::memcpy(address.sun_path + 1, name.data(), name.size());
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  REQUIRE(::bind(server, reinterpret_cast<const sockaddr*>(&address), length) == 0);
  REQUIRE(::listen(server, 1) == 0);

  const auto stop = std::make_shared<host::Stop>();
  const host::Cancellation listening(stop, "@" + name);
  const int connection = ::accept(server, nullptr, nullptr);
  std::this_thread::sleep_for(50ms);
  CHECK(!stop->requested());
  ::close(connection);
  ::close(server);
  for (int i = 0; i < 50 && !stop->requested(); ++i) {
    std::this_thread::sleep_for(10ms);
  }
  CHECK(stop->exit_code() == 130);
}

TEST_CASE("a socket that nobody listens on is ignored") {
  const auto stop = std::make_shared<host::Stop>();
  const host::Cancellation listening(
      stop, GENERATE(as<std::string>{}, "@secaudit_nobody", "/nonexistent", std::string(500, 'x')));
  CHECK(!stop->requested());
}
