// SPDX-License-Identifier: Apache-2.0
#include "host/system_host.hpp"

#include "host/run.hpp"

#include <chrono>
#include <filesystem>

#include <unistd.h>

extern char** environ;

namespace secaudit::host {
namespace {

// Set by the Docker CLI for us alone: a plugin that is started directly with them believes that it
// runs under the CLI.
constexpr const char* plugin_variables[] = {"DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND",
                                            "DOCKER_CLI_PLUGIN_SOCKET"};

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos && equals > 0) {
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return variables;
}

std::vector<std::string> child_environment(const Command& command) {
  std::map<std::string, std::string> variables = own_environment();
  for (const char* name : plugin_variables) {
    variables.erase(name);
  }
  for (const auto& [name, value] : command.environment) {
    if (value) {
      variables[name] = *value;
    } else {
      variables.erase(name);
    }
  }
  std::vector<std::string> list;
  for (const auto& [name, value] : variables) {
    list.push_back(name + "=" + value);
  }
  return list;
}

} // namespace

std::string SystemHost::working_directory() const {
  std::error_code error;
  const auto path = std::filesystem::current_path(error);
  return error ? "." : path.generic_string();
}

base::Result<ProcessResult> SystemHost::start(const Command& command, const Sink& output,
                                              const Sink& errors) const {
  if (command.argv.empty() || command.argv.front().empty()) {
    return base::fail("no program was named");
  }
  const auto program = find_program(command.argv.front());
  if (!program) {
    return base::fail(command.argv.front() + ": no such program",
                      "install it or put its folder into PATH");
  }
  return run_process({*program,
                      {command.argv.begin() + 1, command.argv.end()},
                      child_environment(command),
                      command,
                      output,
                      errors,
                      [this] { return cancelled(); }});
}

base::Result<ProcessResult> SystemHost::run(const Command& command) const {
  return start(command, {}, {});
}

base::Result<ProcessResult> SystemHost::stream(const Command& command, const Sink& output) const {
  return start(command, output, {});
}

base::Result<ProcessResult> SystemHost::run_with_progress(const Command& command,
                                                          const Sink& errors) const {
  return start(command, {}, errors);
}

std::optional<std::string> SystemHost::find_program(const std::string& name) const {
  return find_in_path(name, env("PATH").value_or("/usr/local/bin:/usr/bin:/bin"));
}

std::optional<std::string> SystemHost::env(const std::string& name) const {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::map<std::string, std::string> SystemHost::environment() const {
  return own_environment();
}

base::Date SystemHost::today() const {
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const std::chrono::year_month_day day(now);
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

} // namespace secaudit::host
