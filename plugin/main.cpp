// SPDX-License-Identifier: Apache-2.0
#include "host/cancellation.hpp"
#include "host/system_host.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>

#include <fcntl.h>
#include <unistd.h>

#include "plugin/commands.hpp"
#include "plugin/protocol.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

/// A descriptor that somebody closed would be reused for a file of ours, and written to.
void open_standard_descriptors() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (::fcntl(fd, F_GETFD) == -1) {
      const int opened = ::open("/dev/null", O_RDWR);
      static_cast<void>(opened);
    }
  }
}

int show_help(const std::vector<std::string>& words) {
  const CommandInfo root = describe_commands();
  const CommandInfo* command = command_at(root, words);
  if (command == nullptr) {
    const auto wrong = parse_command(words);
    std::fputs(wrong.errors.c_str(), stderr);
    return exit_codes::usage;
  }
  return print(help_text(*command)) ? exit_codes::clean : exit_codes::unchecked;
}

int run(const Invocation& invocation) {
  auto parsed = parse_command(invocation.arguments);
  std::fputs(parsed.errors.c_str(), stderr);
  if (!parsed.out.empty() && !print(parsed.out)) {
    return exit_codes::unchecked;
  }
  if (!parsed.options) {
    return parsed.exit_code;
  }
  parsed.options->docker_flags = invocation.docker_flags;
  const auto stop = std::make_shared<host::Stop>();
  const char* socket = std::getenv("DOCKER_CLI_PLUGIN_SOCKET");
  const host::Cancellation listening(stop, socket == nullptr ? "" : socket);
  const host::SystemHost host(stop);
  const int code = run_command({host, host::look_at_terminal(), *parsed.options});
  return stop->requested() ? stop->exit_code() : code;
}

int answer(const std::vector<std::string>& argv) {
  const bool by_docker = std::getenv("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND") != nullptr;
  const Invocation invocation = parse_invocation(argv, by_docker);
  switch (invocation.kind) {
  case Invocation::Kind::metadata:
    return print(metadata_json()) ? exit_codes::clean : exit_codes::unchecked;
  case Invocation::Kind::version: {
    return print("docker-secaudit v" SECAUDIT_VERSION "\n") ? exit_codes::clean
                                                            : exit_codes::unchecked;
  }
  case Invocation::Kind::help:
    return show_help(invocation.arguments);
  case Invocation::Kind::complete:
    return run_complete(host::SystemHost(), invocation.arguments);
  case Invocation::Kind::hook:
    return exit_codes::clean;
  case Invocation::Kind::foreign_call:
    complain({"secaudit is no provider of services",
              "remove `provider: {type: secaudit}` from the compose file; to audit a project run "
              "`docker secaudit compose`"});
    return exit_codes::usage;
  case Invocation::Kind::usage_error:
    std::fputs(usage_error(describe_commands(), invocation.error).c_str(), stderr);
    return exit_codes::usage;
  case Invocation::Kind::run:
    break;
  }
  return run(invocation);
}

} // namespace
} // namespace secaudit::plugin

int main(int argc, char** argv) {
  using namespace secaudit::plugin;
  open_standard_descriptors();
  try {
    return answer({argv + (argc > 0 ? 1 : 0), argv + argc});
  } catch (const std::bad_alloc&) {
    std::fputs("docker secaudit: out of memory\n", stderr);
  } catch (const std::exception& bug) {
    std::fprintf(stderr, "docker secaudit: internal error, please report it: %s\n", bug.what());
  }
  return exit_codes::unusable;
}
