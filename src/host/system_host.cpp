// SPDX-License-Identifier: Apache-2.0
#include "host/system_host.hpp"

#include "base/text.hpp"
#include "host/run.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

extern char** environ;

namespace secaudit::host {
namespace {

bool is_program(const std::string& path) {
  struct ::stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode)
         && ::access(path.c_str(), X_OK) == 0;
}

bool is_folder(const std::string& path) {
  struct ::stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

} // namespace

SystemHost::SystemHost(std::shared_ptr<Stop> stop) : stop_(std::move(stop)) {}

std::string SystemHost::working_directory() const {
  std::error_code error;
  const auto path = std::filesystem::current_path(error);
  return error ? "/" : path.generic_string();
}

std::optional<std::string> SystemHost::find_program(const std::string& name) const {
  if (name.empty()) {
    return std::nullopt;
  }
  if (base::contains(name, "/")) {
    const std::string path = name.front() == '/' ? name : working_directory() + "/" + name;
    return is_program(path) ? std::optional(path) : std::nullopt;
  }
  const std::string path = env("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
  for (const std::string_view folder : base::split(path, ':')) {
    // A relative folder would let the audited project choose what is started.
    if (folder.starts_with('/')) {
      const std::string candidate = std::string(folder) + "/" + name;
      if (is_program(candidate)) {
        return candidate;
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string> SystemHost::env(const std::string& name) const {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::map<std::string, std::string> SystemHost::environment() const {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) {
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return variables;
}

base::Date SystemHost::today() const {
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count();
  if (const auto epoch = env("SOURCE_DATE_EPOCH"); epoch && !epoch->empty()) {
    char* end = nullptr;
    const long long given = std::strtoll(epoch->c_str(), &end, 10);
    seconds = *end == '\0' && given >= 0 ? given : seconds;
  }
  return base::add_days(base::Date{1970, 1, 1}, static_cast<int>(seconds / 86400));
}

base::Result<ProcessResult> SystemHost::start(const Command& command, const Sink& output,
                                              const Sink& errors, bool keep_output) const {
  if (command.argv.empty() || command.argv.front().empty()) {
    return base::fail("there is no program to start");
  }
  if (cancelled()) {
    ProcessResult stopped;
    stopped.cancelled = true;
    stopped.exit_code = stop_->exit_code();
    return stopped;
  }
  const auto program = find_program(command.argv.front());
  if (!program) {
    return base::fail("the program " + command.argv.front() + " was not found",
                      "install it, or add its folder to PATH");
  }
  if (!command.directory.empty() && !is_folder(command.directory)) {
    return base::fail(command.directory + " is no folder to start " + command.argv.front() + " in");
  }
  auto variables = environment();
  std::erase_if(variables,
                [](const auto& entry) { return entry.first.starts_with("DOCKER_CLI_PLUGIN_"); });
  for (const auto& [name, value] : command.environment) {
    if (value) {
      variables[name] = *value;
    } else {
      variables.erase(name);
    }
  }
  Launch launch{
      *program, {}, {}, command.directory, command.input, command.timeout, command.output_limit};
  launch.keep_output = keep_output;
  launch.arguments.assign(command.argv.begin() + 1, command.argv.end());
  for (const auto& [name, value] : variables) {
    launch.environment.push_back(name + "=" + value);
  }
  return run_process(launch, output, errors, *stop_);
}

base::Result<ProcessResult> SystemHost::run(const Command& command) const {
  return start(command, nullptr, nullptr, true);
}

base::Result<ProcessResult> SystemHost::stream(const Command& command, const Sink& output) const {
  return start(command, output, nullptr, false);
}

base::Result<ProcessResult> SystemHost::run_with_progress(const Command& command,
                                                          const Sink& progress) const {
  return start(command, progress, progress, true);
}

} // namespace secaudit::host
